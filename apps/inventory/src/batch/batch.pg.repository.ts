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
import {
  BEGIN,
  COMMIT,
  LOCK_IDS,
  LOCK_PRODUCTS,
  LOCK_PRODUCTS_OF_ORDERS,
  READ_CLOCK,
  READ_LINES,
  READ_RESERVATIONS,
  READ_RETURNS,
  READ_SALES,
  TRY_LOCK_IDS,
} from './batch.pg.sql.js';
import { statementsOf } from './batch-columns.pg.js';
import type { BatchKeys } from './batch-keys.js';
import type { ProductRow } from './product.js';
import { type LineRow, type ReservationRow, type ReturnRow, type SaleRow, toOrders, toReturns } from './rows.pg.js';
import type { Situation } from './situation.js';
import type { Writes } from './writes.js';

/** Milliseconds and manners of one attempt. */
export interface AttemptOptions {
  /** `wait` for ids that others hold (at most the lock timeout), or `try` and learn which they are. */
  ids: 'wait' | 'try';
  lockTimeoutMs?: number;
  statementTimeoutMs?: number;
}

/** Rows as they are under the locks. `blocked` are ids that another transaction holds, with `try` only. */
export interface Found extends Pick<Situation, 'products' | 'orders' | 'returns' | 'databaseNow'> {
  blocked: Set<string>;
}

/**
 * `undecided`: `decide` threw. `unknown`: the connection broke while COMMIT was in flight, so what was decided may or
 * may not be true; in all other cases nothing was written.
 */
export type AttemptFailure = { ok: false; kind: PgFailure['kind'] | 'undecided' | 'unknown'; error: unknown };

/** Two round trips for a batch of any size: lock and read, then write and commit. */
@Injectable()
export class BatchRepository {
  private readonly pool: Pool;

  constructor(@Inject(SALES_POOL) pool: Pool) {
    this.pool = pool;
  }

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
    // PostgreSQL reports an error before it releases the locks: the next try for them would meet our own.
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
    const unknown = isWritten(writes) && classifyPgError(error).connectionLost;
    return unknown ? { ok: false, kind: 'unknown', error } : failed(error);
  }
}

/** Of the statements behind the locks on ids, in their order. */
type Rows = [
  products?: ProductRow[],
  sales?: SaleRow[],
  reservations?: (ReservationRow & { due: boolean })[],
  lines?: LineRow[],
  returns?: ReturnRow[],
  clock?: { now: Date }[],
];

async function lockAndRead(client: PoolClient, keys: BatchKeys, options: AttemptOptions): Promise<Found> {
  const waits = options.ids === 'wait';
  const orderIds = textArray(keys.orderIds);
  const products = int4Array(keys.productIds);
  const answers = await roundTrip(client, [
    BEGIN,
    ...limits(options),
    { ...(waits ? LOCK_IDS : TRY_LOCK_IDS), values: [textArray([...keys.orderIds, ...keys.returnIds])] },
    keys.onlySales
      ? { ...LOCK_PRODUCTS, values: [products] }
      : { ...LOCK_PRODUCTS_OF_ORDERS, values: [products, orderIds] },
    { ...READ_SALES, values: [orderIds] },
    { ...READ_RESERVATIONS, values: [orderIds] },
    ...(keys.onlySales ? [] : readsOfReservations(keys, orderIds)),
  ]);
  const [locked = [], ...rows] = answers.slice(1 + limits(options).length).map(({ rows }) => rows);
  return found(rows as Rows, waits ? [] : locked.map(({ id }) => id));
}

const readsOfReservations = (keys: BatchKeys, orderIds: Buffer): Statement[] => [
  { ...READ_LINES, values: [orderIds] },
  { ...READ_RETURNS, values: [textArray(keys.returnIds)] },
  READ_CLOCK,
];

/** For simple sales it is enough to know that a reservation has the order_id. */
function found(
  [products = [], sales = [], reservations = [], lines = [], returns = [], clock = []]: Rows,
  blocked: string[],
): Found {
  return {
    products: new Map(products.map((row) => [row.id, row])),
    orders: toOrders(sales, reservations, lines),
    returns: toReturns(returns),
    databaseNow: clock[0]?.now.getTime() ?? Number.NaN,
    blocked: new Set(blocked),
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

const isWritten = ({ products, reservations }: Writes) => products.length > 0 || reservations.length > 0;

async function writeAndCommit(client: PoolClient, writes: Writes): Promise<void> {
  const answers = await roundTrip(client, [...statementsOf(writes), COMMIT]);
  // COMMIT of a transaction that had failed before answers ROLLBACK, without an error.
  const command = answers.at(-1)?.command;
  if (command !== 'COMMIT') throw new Error(`COMMIT answered ${command}`);
}

const failed = (error: unknown): AttemptFailure => ({ ok: false, kind: classifyPgError(error).kind, error });
