import pg from 'pg';
import type { OrderRow, ProductRow, SaleRow, Stores } from '../checker/stores.ts';
import { adminUrl } from './databases.ts';
import type { ChaosShop } from './shop.ts';

type Rows = Pick<Stores, 'products' | 'sales' | 'added' | 'reservations' | 'orders' | 'outbox'>;

const PRODUCTS = 'SELECT id AS product_id, initial_stock AS initial, stock, reserved FROM products';
const SALES =
  'SELECT sale_id::text, order_id, line, product_id, quantity, total_cents::float8 AS total_cents FROM sales ORDER BY sale_id';
const ADDED = `
  SELECT product_id, sum(quantity)::float8 AS units FROM (
    SELECT product_id, quantity FROM restocks UNION ALL SELECT product_id, quantity FROM returns
    UNION ALL SELECT product_id, quantity FROM adjustments) AS x GROUP BY product_id`;
const RESERVATIONS = 'SELECT order_id, state FROM reservations';
const OUTBOX = 'SELECT event_id::text FROM outbox';
const ORDERS = `
  SELECT order_id, state, total_cents::float8 AS total_cents, refunded_cents::float8 AS refunded_cents, run_after IS NOT NULL AS due,
    (SELECT count(*)::int FROM jsonb_array_elements(refunds) r WHERE r->>'state' = 'completed') AS refunds FROM orders`;

/** The tables of PostgreSQL, without anything in between. */
export class Ledger {
  private readonly inventory: pg.Pool;
  private readonly orders: pg.Pool;

  constructor(shop: ChaosShop) {
    this.inventory = quiet(adminUrl(shop, 'inventory_db'));
    this.orders = quiet(adminUrl(shop, 'orders_db'));
  }

  async read(): Promise<Rows> {
    const { inventory, orders } = this;
    const rows = async <Row extends object>(pool: pg.Pool, text: string) => (await pool.query<Row>(text)).rows;
    const waiting = [
      ...(await rows<{ event_id: string }>(inventory, OUTBOX)),
      ...(await rows<{ event_id: string }>(orders, OUTBOX)),
    ];
    return {
      products: await rows<ProductRow>(inventory, PRODUCTS),
      sales: await rows<SaleRow>(inventory, SALES),
      added: await rows(inventory, ADDED),
      reservations: await rows(inventory, RESERVATIONS),
      orders: await rows<OrderRow>(orders, ORDERS),
      outbox: waiting.map(({ event_id }) => event_id),
    };
  }

  /** Kilobytes of the tables that grow and shrink. */
  async sizes(): Promise<Record<string, number>> {
    const size = async (pool: pg.Pool, table: string) =>
      (await pool.query<{ n: number }>(`SELECT pg_total_relation_size('${table}')::float8 / 1024 AS n`)).rows[0]?.n ??
      0;
    return {
      'inventory outbox': await size(this.inventory, 'outbox'),
      products: await size(this.inventory, 'products'),
      sales: await size(this.inventory, 'sales'),
      'orders outbox': await size(this.orders, 'outbox'),
      orders: await size(this.orders, 'orders'),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.inventory.end(), this.orders.end()]);
  }
}

// Databases are killed here: a connection that ends is replaced.
function quiet(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  return pool;
}
