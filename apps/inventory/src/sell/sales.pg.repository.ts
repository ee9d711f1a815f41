import { classifyPgError, PG_TIMEOUTS, type PgFailure, type Pool, type PoolClient } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import type { QueryResult } from 'pg';
import { SALES_POOL } from '../database/pools.js';
import type { ProductRow, RecordedSale } from './sale.js';
import { LOCK_ORDERS, LOCK_PRODUCTS, READ_SALES, TRY_LOCK_ORDERS, WRITE_BATCH } from './sales.pg.sql.js';

/** What a batch is about. */
export interface BatchKeys {
  orderIds: string[];
  productIds: number[];
}

/** Milliseconds and manners of one attempt. */
export interface AttemptOptions {
  /** `wait` for order_ids that others hold (at most the lock timeout), or `try` and learn which they are. */
  orders: 'wait' | 'try';
  lockTimeoutMs?: number;
  statementTimeoutMs?: number;
}

/** Rows as they are under the locks. `blocked` are order_ids that somebody else holds, with `try` only. */
export interface Found {
  products: Map<number, ProductRow>;
  sales: Map<string, RecordedSale>;
  blocked: Set<string>;
}

/** What has to be written so that the decision becomes true. */
export interface Writes {
  sales: { sale: RecordedSale; payload: string; traceparent: string | undefined }[];
  products: ProductRow[];
}

/** `unknown`: the connection broke while COMMIT was in flight, so the sales may or may not exist. In all other cases they do not. */
export type AttemptFailure = { ok: false; kind: PgFailure['kind'] | 'unknown'; error: unknown };

/** Two round trips for a batch of any size: lock and read, then write and commit. */
@Injectable()
export class SalesRepository {
  constructor(@Inject(SALES_POOL) private readonly pool: Pool) {}

  /**
   * One transaction: locks, reads, lets `decide` say what to write, writes it and commits.
   * @param decide may throw: then nothing is written
   */
  async record(
    keys: BatchKeys,
    options: AttemptOptions,
    decide: (found: Found) => Writes,
  ): Promise<{ ok: true } | AttemptFailure> {
    let client: PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      return failed(error);
    }
    const result = await attempt(client, keys, options, decide);
    // After anything unexpected the connection is replaced: its state is not worth guessing.
    client.release(!result.ok && result.kind !== 'lock-timeout');
    return result;
  }
}

async function attempt(
  client: PoolClient,
  keys: BatchKeys,
  options: AttemptOptions,
  decide: (found: Found) => Writes,
): Promise<{ ok: true } | AttemptFailure> {
  try {
    const writes = decide(await lockAndRead(client, keys, options));
    return await writeAndCommit(client, writes);
  } catch (error) {
    // Sent without waiting: the pool hands the connection out only in this order.
    client.query('ROLLBACK').catch(() => {});
    return failed(error);
  }
}

async function lockAndRead(client: PoolClient, keys: BatchKeys, options: AttemptOptions): Promise<Found> {
  const waits = options.orders === 'wait';
  const [, , locked, products, sales] = await settled([
    client.query('BEGIN ISOLATION LEVEL READ COMMITTED'),
    limitTime(client, options),
    client.query(waits ? LOCK_ORDERS : TRY_LOCK_ORDERS, [keys.orderIds]),
    client.query(LOCK_PRODUCTS, [keys.productIds]),
    client.query(READ_SALES, [keys.orderIds]),
  ]);
  return {
    products: new Map((products?.rows ?? []).map((row: ProductRow) => [row.id, row])),
    sales: new Map((sales?.rows ?? []).map((row) => [row.order_id, toSale(row)])),
    blocked: new Set(waits ? [] : (locked?.rows ?? []).map(({ order_id }) => order_id)),
  };
}

/** The connection has the usual limits already; a transaction only ever makes them shorter. */
function limitTime(client: PoolClient, { lockTimeoutMs, statementTimeoutMs }: AttemptOptions) {
  const limits = [
    shorter('lock_timeout', lockTimeoutMs, PG_TIMEOUTS.lock),
    shorter('statement_timeout', statementTimeoutMs, PG_TIMEOUTS.statement),
  ].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : client.query(limits.join('; '));
}

function shorter(setting: string, ms: number | undefined, usual: number): string | undefined {
  return ms === undefined || ms >= usual ? undefined : `SET LOCAL ${setting} = ${Math.max(1, Math.floor(ms))}`;
}

async function writeAndCommit(client: PoolClient, { sales, products }: Writes): Promise<{ ok: true } | AttemptFailure> {
  const writing = sales.length === 0 ? undefined : client.query(WRITE_BATCH, columnsOf(sales, products));
  const [written, committed] = await Promise.allSettled([writing, client.query('COMMIT')]);
  if (committed.status === 'rejected') {
    const failure = failed(committed.reason);
    return sales.length > 0 && classifyPgError(committed.reason).connectionLost
      ? { ...failure, kind: 'unknown' }
      : failure;
  }
  // COMMIT of a transaction that had failed before answers ROLLBACK, without an error.
  if (written.status === 'rejected') return failed(written.reason);
  if (committed.value.command !== 'COMMIT') return failed(new Error(`COMMIT answered ${committed.value.command}`));
  return { ok: true };
}

function columnsOf(sales: Writes['sales'], products: ProductRow[]): unknown[] {
  const column = (key: keyof RecordedSale) => sales.map(({ sale }) => sale[key]);
  return [
    column('sale_id'),
    column('order_id'),
    column('product_id'),
    column('product_name'),
    column('quantity'),
    column('unit_price_cents'),
    column('total_cents'),
    column('currency'),
    column('stock_after'),
    column('product_version'),
    column('customer_email'),
    column('occurred_at'),
    sales.map(({ traceparent }) => traceparent ?? null),
    sales.map(({ payload }) => payload),
    products.map(({ id }) => id),
    products.map(({ stock }) => stock),
    products.map(({ version }) => version),
  ];
}

/** All answers, or the first error once every answer is there: the connection is in step again. */
async function settled(queries: (Promise<QueryResult> | undefined)[]): Promise<(QueryResult | undefined)[]> {
  const results = await Promise.allSettled(queries);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

const failed = (error: unknown): AttemptFailure => ({ ok: false, kind: classifyPgError(error).kind, error });

/** @param row columns named as in `RecordedSale`; only the time has another type */
export function toSale(row: Omit<RecordedSale, 'occurred_at'> & { occurred_at: Date }): RecordedSale {
  return { ...row, occurred_at: row.occurred_at.toISOString() };
}
