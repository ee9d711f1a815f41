import { inTransaction, type Pool, type PoolClient } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { CALLER_GONE } from '../batch/batch-failures.js';
import { uuidV7Generator } from '../batch/uuid-v7.js';
import { POOL } from '../database/pools.js';
import type { Caller } from '../grpc/caller.grpc.js';
import {
  type ChangeDecision,
  type ChangeRequest,
  decideChange,
  type RecordedChange,
  type StockRow,
} from './decide-change.js';
import { type StockLow, stockLowEvent } from './low-stock.js';

/** How deliveries and corrections differ: their tables, and a namespace of advisory locks beside that of sales. */
const RESTOCK = {
  read: `SELECT restock_id AS id, product_id, quantity, stock_after, product_version FROM restocks WHERE restock_id = $1`,
  write: `INSERT INTO restocks (restock_id, product_id, quantity, stock_after, product_version) VALUES ($1, $2, $3, $4, $5)`,
  namespace: 11,
  reused: 'restock-id-reused',
} as const;
const ADJUSTMENT = {
  read: `
    SELECT adjustment_id AS id, product_id, quantity, stock_after, product_version, reason
    FROM adjustments WHERE adjustment_id = $1`,
  write: `
    INSERT INTO adjustments (adjustment_id, product_id, quantity, stock_after, product_version, reason)
    VALUES ($1, $2, $3, $4, $5, $6)`,
  namespace: 13,
  reused: 'adjustment-id-reused',
} as const;
type ChangeKind = typeof RESTOCK | typeof ADJUSTMENT;

const LOCK_ID = 'SELECT pg_advisory_xact_lock(hashtextextended($1, $2))';
const LOCK_PRODUCT = `
  SELECT id, name, stock, reserved, version, low_stock_threshold, is_low FROM products WHERE id = $1 FOR UPDATE`;
const WRITE_PRODUCT = 'UPDATE products SET stock = $2, version = $3, is_low = $4 WHERE id = $1';

const WRITE_EVENT = 'INSERT INTO outbox (event_id, payload, available_at) VALUES ($1, $2, clock_timestamp())';

/** Deliveries and corrections: one transaction each, the id locked before the product as everywhere. */
@Injectable()
export class StockRepository {
  private readonly pool: Pool;
  private readonly newId = uuidV7Generator();

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  restock(request: ChangeRequest, caller: Caller): Promise<ChangeDecision> {
    return this.change(RESTOCK, request, caller);
  }

  adjust(request: ChangeRequest, caller: Caller): Promise<ChangeDecision> {
    return this.change(ADJUSTMENT, request, caller);
  }

  private async change(kind: ChangeKind, request: ChangeRequest, caller: Caller): Promise<ChangeDecision> {
    return await inTransaction(this.pool, async (client) => {
      await client.query(LOCK_ID, [request.id, kind.namespace]);
      const earlier = await client.query<RecordedChange>(kind.read, [request.id]);
      const product = await client.query<StockRow>(LOCK_PRODUCT, [request.product_id]);
      // As in a batch: under the locks.
      if (caller.mayBeGone) return CALLER_GONE;
      const decision = decideChange(request, earlier.rows[0], product.rows[0], kind.reused);
      if (decision.ok && decision.product) {
        await write(client, kind, decision.change, decision.product);
        if (decision.fell) await tell(client, { event_id: this.newId(), product: decision.product });
      }
      return decision;
    });
  }
}

async function write(client: PoolClient, kind: ChangeKind, change: RecordedChange, product: StockRow): Promise<void> {
  const { id, product_id, quantity, stock_after, product_version, reason } = change;
  await client.query(WRITE_PRODUCT, [product.id, product.stock, product.version, product.is_low]);
  const values = [id, product_id, quantity, stock_after, product_version];
  await client.query(kind.write, reason === undefined ? values : [...values, reason]);
}

async function tell(client: PoolClient, low: StockLow): Promise<void> {
  const event = stockLowEvent(low, new Date().toISOString());
  await client.query(WRITE_EVENT, [low.event_id, event.toString()]);
}
