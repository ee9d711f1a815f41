import type { Pool, QueryResult } from 'pg';
// The driver's own conversion of parameters, which it has no public name for.
import { prepareValue } from 'pg/lib/utils.js';
import { roundTrip } from './round-trip.pg.js';

/** What `pool.query` is called with. */
export type Asked = [config: string | { text: string; values?: unknown[] }, values?: unknown[]];

/** One statement through a transaction pooler: a transaction of its own in one round trip, so that it has its limits as well. */
export async function queryAlone(pool: Pool, config: Asked[0], given: unknown[] = []): Promise<QueryResult> {
  const { text, values = given } = typeof config === 'string' ? { text: config } : config;
  const client = await pool.connect();
  let broken = true;
  try {
    const statement = { text, values: values.map((value) => prepareValue(value)) };
    const [, result] = await roundTrip(client, [{ text: 'BEGIN' }, statement, { text: 'COMMIT' }]);
    broken = false;
    return result as QueryResult;
  } finally {
    client.release(broken);
  }
}
