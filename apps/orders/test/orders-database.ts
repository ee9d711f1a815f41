import { migrate, migrationsFolder } from '@app/postgres';
import { createDatabase, dropDatabase } from '@app/testing';
import pg from 'pg';

/** A migrated database of its own for one spec. */
export interface OrdersDatabase {
  url: string;
  pool: pg.Pool;
  /** Runs one statement and returns its rows. */
  sql<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export async function createOrdersDatabase(): Promise<OrdersDatabase> {
  const url = await createDatabase('orders');
  await migrate(url, migrationsFolder('orders'));
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => {});
  return {
    url,
    pool,
    sql: async <Row>(text: string, values?: unknown[]) => (await pool.query(text, values)).rows as Row[],
    drop: async () => {
      await pool.end();
      await dropDatabase(url);
    },
  };
}
