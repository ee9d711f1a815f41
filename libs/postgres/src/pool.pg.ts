import pg, { type Pool, type PoolClient } from 'pg';
import { type Asked, queryAlone } from './query-alone.pg.js';
import { markPooled, type Pooler, poolerClient, type Settings } from './transaction-pooler.pg.js';
import { TYPES } from './types.pg.js';

export type { Pool, PoolClient };

/** Milliseconds. The server's own limits come first, so a client that waits learns the reason; `query` is for a server that is silent. */
export const PG_TIMEOUTS = {
  connect: 2_000,
  lock: 1_500,
  statement: 2_000,
  // Below `lock`: what a frozen process holds is free again before those who wait for it give up.
  idleInTransaction: 1_000,
  query: 4_000,
} as const;

/** What a service decides about its pool. */
export interface PoolSettings {
  /** `postgres://…` */
  url: string;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** Most connections. */
  max: number;
  /** Server settings of every connection, beside the limits. */
  settings?: Settings;
  /** What stands between the service and the server, see `Pooler`. */
  pooler?: Pooler;
  /** Called when a connection breaks while idle; the pool replaces it by itself. */
  onIdleError?: (error: Error) => void;
}

const LIMITS: Settings = {
  lock_timeout: PG_TIMEOUTS.lock,
  statement_timeout: PG_TIMEOUTS.statement,
  idle_in_transaction_session_timeout: PG_TIMEOUTS.idleInTransaction,
};

/** A pool with deadlines on everything. `bigint` columns arrive as numbers: all of ours stay below 2^53. */
export function createPool(settings: PoolSettings): Pool {
  const { onIdleError } = settings;
  const pool = settings.pooler === 'transaction' ? pooled(settings) : direct(settings);
  // Without a listener a connection that breaks would end the process: idle, or in use between two statements.
  pool.on('error', (error) => onIdleError?.(error));
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

const common = ({ url, applicationName, max }: PoolSettings): pg.PoolConfig => ({
  connectionString: url,
  application_name: applicationName,
  max,
  keepAlive: true,
  idleTimeoutMillis: 60_000,
  connectionTimeoutMillis: PG_TIMEOUTS.connect,
  query_timeout: PG_TIMEOUTS.query,
  types: TYPES,
});

/** The session has the limits and settings from its start. */
function direct(settings: PoolSettings): Pool {
  const options = Object.entries(settings.settings ?? {}).map(([name, value]) => `-c ${name}=${value}`);
  return new pg.Pool({ ...common(settings), ...LIMITS, ...(options.length > 0 && { options: options.join(' ') }) });
}

/** Each transaction begins with the limits and settings. */
function pooled(settings: PoolSettings): Pool {
  const local = { ...LIMITS, ...settings.settings };
  const pool = new pg.Pool({ ...common(settings), Client: poolerClient(local) });
  pool.on('connect', (client) => markPooled(client, local));
  return Object.assign(pool, { query: (...asked: Asked) => queryAlone(pool, ...asked) });
}
