import type { CreateProductRequest, Product } from '@app/contracts';
import { inTransaction, type Pool, type PoolClient } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { POOL } from '../database/pools.js';
import {
  type ChangeDecision,
  type ChangeRequest,
  decideChange,
  type RecordedChange,
  type StockRow,
} from './decide-change.js';

/** What tells deliveries and corrections apart: their tables, and a namespace of advisory locks beside that of sales. */
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
const LOCK_PRODUCT = 'SELECT id, stock, reserved, version FROM products WHERE id = $1 FOR UPDATE';
const WRITE_PRODUCT = 'UPDATE products SET stock = $2, version = $3 WHERE id = $1';

const LOCK_PRODUCT_IDS = `SELECT pg_advisory_xact_lock(hashtextextended('product ids', 12))`;

const INSERT_PRODUCT = `
  INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
  VALUES (coalesce($1, nextval(pg_get_serial_sequence('products', 'id'))), $2, $3, $4, $5, $5)
  ON CONFLICT (id) DO NOTHING
  RETURNING id, name, price_cents, currency, stock, version`;

/** Ids given by hand move the sequence, unless they are so large that it would soon be used up. */
const LARGEST_ID_TO_CONTINUE_FROM = 2_000_000_000;
const MOVE_SEQUENCE = `
  SELECT setval('products_id_seq', greatest($1::bigint, last_value)) FROM products_id_seq WHERE $1 <= ${LARGEST_ID_TO_CONTINUE_FROM}`;

/** Deliveries and corrections: one transaction each, the id locked before the product as everywhere. */
@Injectable()
export class StockRepository {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** @returns the product, or undefined when the id exists */
  async create({
    id = undefined,
    name,
    price_cents,
    currency,
    stock,
  }: CreateProductRequest): Promise<Product | undefined> {
    return await inTransaction(this.pool, async (client) => {
      await client.query(LOCK_PRODUCT_IDS);
      const { rows } = await client.query<Product>(INSERT_PRODUCT, [id ?? null, name, price_cents, currency, stock]);
      if (id !== undefined) await client.query(MOVE_SEQUENCE, [id]);
      return rows[0];
    });
  }

  restock(request: ChangeRequest): Promise<ChangeDecision> {
    return this.change(RESTOCK, request);
  }

  adjust(request: ChangeRequest): Promise<ChangeDecision> {
    return this.change(ADJUSTMENT, request);
  }

  private async change(kind: ChangeKind, request: ChangeRequest): Promise<ChangeDecision> {
    return await inTransaction(this.pool, async (client) => {
      await client.query(LOCK_ID, [request.id, kind.namespace]);
      const earlier = await client.query<RecordedChange>(kind.read, [request.id]);
      const product = await client.query<StockRow>(LOCK_PRODUCT, [request.product_id]);
      const decision = decideChange(request, earlier.rows[0], product.rows[0], kind.reused);
      if (decision.ok && decision.product) await write(client, kind, decision.change, decision.product);
      return decision;
    });
  }
}

async function write(client: PoolClient, kind: ChangeKind, change: RecordedChange, product: StockRow): Promise<void> {
  const { id, product_id, quantity, stock_after, product_version, reason } = change;
  await client.query(WRITE_PRODUCT, [product.id, product.stock, product.version]);
  const values = [id, product_id, quantity, stock_after, product_version];
  await client.query(kind.write, reason === undefined ? values : [...values, reason]);
}
