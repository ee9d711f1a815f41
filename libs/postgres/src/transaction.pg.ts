import type { Pool, PoolClient } from 'pg';
import { classifyPgError } from './classify.js';

/** The connection broke while COMMIT was in flight: the transaction may or may not have happened. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}

/**
 * Runs `work` in one READ COMMITTED transaction. When `work` rejects, nothing is written and its error comes back.
 * @throws {OutcomeUnknownError} when only a repetition can find out what happened
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(client);
    await commit(client);
    broken = false;
    return result;
  } finally {
    // A connection that failed is replaced; closing it rolls back.
    client.release(broken);
  }
}

async function commit(client: PoolClient): Promise<void> {
  try {
    const { command } = await client.query('COMMIT');
    // COMMIT of a transaction in which a statement failed answers ROLLBACK, without an error.
    if (command !== 'COMMIT') throw new Error(`COMMIT answered ${command}`);
  } catch (error) {
    if (!classifyPgError(error).connectionLost) throw error;
    throw new OutcomeUnknownError('The connection broke during COMMIT', { cause: error });
  }
}
