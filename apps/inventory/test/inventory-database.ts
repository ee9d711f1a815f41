import { migrate, migrationsFolder } from '@app/postgres';
import { createDatabase, dropDatabase } from '@app/testing';
import pg from 'pg';
import { faultsOf, readAccounts } from '../src/stock/accounts.pg.js';

/** A migrated database of its own for one spec. */
export interface InventoryDatabase {
  url: string;
  /** Runs one statement and returns its rows. */
  sql<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Adds products 1 to `count` with this stock. */
  addProducts(count: number, stock: number, price_cents?: number): Promise<void>;
  /** Empties every table. */
  clear(): Promise<void>;
  /** Runs a statement in a session of its own, whose locks stay until `letGo`. */
  hold(text: string): Promise<{ letGo(): Promise<void> }>;
  drop(): Promise<void>;
}

export async function createInventoryDatabase(): Promise<InventoryDatabase> {
  const url = await createDatabase('inventory');
  await migrate(url, migrationsFolder('inventory'));
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => {});
  const sql: InventoryDatabase['sql'] = async <Row>(text: string, values?: unknown[]) =>
    (await pool.query(text, values)).rows as Row[];
  return {
    url,
    sql,
    addProducts: async (count, stock, price_cents = 2_999) => {
      await sql(
        `INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
         SELECT id, 'Product ' || id, $3, 'USD', $2, $2 FROM generate_series(1, $1::int) id`,
        [count, stock, price_cents],
      );
    },
    clear: async () => {
      await sql(
        'TRUNCATE products, sales, restocks, adjustments, outbox, reservations, reservation_lines, returns CASCADE',
      );
    },
    hold: async (text) => {
      const client = new pg.Client(url);
      await client.connect();
      await client.query('BEGIN');
      await client.query(text);
      return { letGo: () => client.end() };
    },
    drop: async () => {
      await pool.end();
      await dropDatabase(url);
    },
  };
}

/** As `npm run verify` does. */
export async function expectBooksToAddUp({ sql }: InventoryDatabase): Promise<void> {
  const accounts = await readAccounts({ query: async (text) => ({ rows: await sql(text) }) });
  const faults = accounts.flatMap(faultsOf);
  if (faults.length > 0) throw new Error(`the ledger does not add up: ${faults.join('; ')}`);
}
