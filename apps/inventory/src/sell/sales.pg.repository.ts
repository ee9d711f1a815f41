import {
  classifyPgError,
  int4Array,
  PG_TIMEOUTS,
  type PgFailure,
  type Pool,
  type PoolClient,
  roundTrip,
  type Statement,
  textArray,
} from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { SALES_POOL } from '../database/pools.js';
import type { ProductRow, RecordedSale } from './sale.js';
import { columnsOf, toSale } from './sale-columns.pg.js';
import { BEGIN, COMMIT, LOCK_ORDERS, LOCK_PRODUCTS, READ_SALES, TRY_LOCK_ORDERS, WRITE_BATCH } from './sales.pg.sql.js';

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
  sales: { sale: RecordedSale; event: Buffer; traceparent: string | undefined }[];
  products: ProductRow[];
}

/**
 * `undecided`: `decide` threw. `unknown`: the connection broke while COMMIT was in flight, so the sales may or may not
 * exist; in all other cases they do not.
 */
export type AttemptFailure = { ok: false; kind: PgFailure['kind'] | 'undecided' | 'unknown'; error: unknown };

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
    // PostgreSQL tells of an error before it lets go of the locks: whoever only tries for them next would meet our own.
    if (!result.ok && result.kind === 'lock-timeout') await client.query('ROLLBACK').catch(() => {});
    // A connection that failed is replaced: closing it rolls back, and its state is not worth guessing.
    client.release(!result.ok);
    return result;
  }
}

async function attempt(
  client: PoolClient,
  keys: BatchKeys,
  options: AttemptOptions,
  decide: (found: Found) => Writes,
): Promise<{ ok: true } | AttemptFailure> {
  let found: Found;
  try {
    found = await lockAndRead(client, keys, options);
  } catch (error) {
    return failed(error);
  }
  let writes: Writes;
  try {
    writes = decide(found);
  } catch (error) {
    return { ok: false, kind: 'undecided', error };
  }
  try {
    await writeAndCommit(client, writes);
    return { ok: true };
  } catch (error) {
    const unknown = writes.sales.length > 0 && classifyPgError(error).connectionLost;
    return unknown ? { ok: false, kind: 'unknown', error } : failed(error);
  }
}

async function lockAndRead(client: PoolClient, keys: BatchKeys, options: AttemptOptions): Promise<Found> {
  const waits = options.orders === 'wait';
  const orderIds = textArray(keys.orderIds);
  const answers = await roundTrip(client, [
    BEGIN,
    ...limits(options),
    { ...(waits ? LOCK_ORDERS : TRY_LOCK_ORDERS), values: [orderIds] },
    { ...LOCK_PRODUCTS, values: [int4Array(keys.productIds)] },
    { ...READ_SALES, values: [orderIds] },
  ]);
  const [locked, products, sales] = answers.slice(-3).map(({ rows }) => rows);
  return {
    products: new Map((products ?? []).map((row: ProductRow) => [row.id, row])),
    sales: new Map((sales ?? []).map((row) => [row.order_id, toSale(row)])),
    blocked: new Set(waits ? [] : (locked ?? []).map(({ order_id }) => order_id)),
  };
}

/** The connection has the usual limits already; a transaction only ever makes them shorter. */
function limits({ lockTimeoutMs, statementTimeoutMs }: AttemptOptions): Statement[] {
  return [
    shorter('lock_timeout', lockTimeoutMs, PG_TIMEOUTS.lock),
    shorter('statement_timeout', statementTimeoutMs, PG_TIMEOUTS.statement),
  ].filter((limit) => limit !== undefined);
}

function shorter(setting: string, ms: number | undefined, usual: number): Statement | undefined {
  if (ms === undefined || ms >= usual) return undefined;
  return { text: `SET LOCAL ${setting} = ${Math.max(1, Math.floor(ms))}` };
}

async function writeAndCommit(client: PoolClient, { sales, products }: Writes): Promise<void> {
  const writing = sales.length === 0 ? [] : [{ ...WRITE_BATCH, values: columnsOf(sales, products) }];
  const answers = await roundTrip(client, [...writing, COMMIT]);
  // COMMIT of a transaction that had failed before answers ROLLBACK, without an error.
  const command = answers.at(-1)?.command;
  if (command !== 'COMMIT') throw new Error(`COMMIT answered ${command}`);
}

const failed = (error: unknown): AttemptFailure => ({ ok: false, kind: classifyPgError(error).kind, error });
