import pg, { type Pool, type PoolClient } from 'pg';

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
  /** Server settings of every connection, `-c name=value …`. */
  options?: string;
  /** Told about connections that break while idle; the pool replaces them by itself. */
  onIdleError?: (error: Error) => void;
}

/** A pool with deadlines on everything. `bigint` columns arrive as numbers: all of ours stay below 2^53. */
export function createPool({ url, applicationName, max, options, onIdleError }: PoolSettings): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max,
    options,
    keepAlive: true,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: PG_TIMEOUTS.connect,
    lock_timeout: PG_TIMEOUTS.lock,
    statement_timeout: PG_TIMEOUTS.statement,
    idle_in_transaction_session_timeout: PG_TIMEOUTS.idleInTransaction,
    query_timeout: PG_TIMEOUTS.query,
    types: TYPES,
  });
  // Without a listener a connection that breaks would end the process: idle, or in use between two statements.
  pool.on('error', (error) => onIdleError?.(error));
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** What text of the server becomes in JavaScript. */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
