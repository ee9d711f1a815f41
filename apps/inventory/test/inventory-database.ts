import { migrate, migrationsFolder } from '@app/postgres';
import { createDatabase, dropDatabase } from '@app/testing';
import pg from 'pg';

/** A migrated database of its own for one spec. */
export interface InventoryDatabase {
  url: string;
  /** Runs one statement and returns its rows. */
  sql<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Adds products 1 to `count` with this stock. */
  addProducts(count: number, stock: number, price_cents?: number): Promise<void>;
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
    drop: async () => {
      await pool.end();
      await dropDatabase(url);
    },
  };
}

/** What is wrong with the books: products whose stock is not initial + restocks − sales. */
export const BOOKS = `
  SELECT p.id, p.stock, p.initial_stock
    + coalesce((SELECT sum(quantity) FROM restocks r WHERE r.product_id = p.id), 0)
    - coalesce((SELECT sum(quantity) FROM sales s WHERE s.product_id = p.id), 0) AS expected
  FROM products p`;

export async function expectBooksToAddUp({ sql }: InventoryDatabase): Promise<void> {
  const wrong = (await sql<{ stock: number; expected: string }>(BOOKS)).filter(
    ({ stock, expected }) => stock !== Number(expected),
  );
  if (wrong.length > 0) throw new Error(`the books do not add up: ${JSON.stringify(wrong)}`);
}
