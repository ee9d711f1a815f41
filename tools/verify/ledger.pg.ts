import pg from 'pg';
import { type Account, readAccounts } from '../../apps/inventory/src/stock/accounts.pg.js';
import type { Ids } from './merge-ids.js';

const COUNTS = `
  SELECT (SELECT count(*) FROM sales)::float8 AS sales,
    (SELECT count(*) FROM outbox)::float8 AS events_waiting,
    (SELECT count(*) FROM outbox o WHERE coalesce(o.payload->>'type', 'product_sold') = 'product_sold'
      AND NOT EXISTS (SELECT FROM sales s WHERE s.sale_id = o.event_id))::float8
      AS events_without_sale,
    (SELECT count(*) FROM outbox o WHERE o.payload->>'type' = 'stock_returned'
      AND NOT EXISTS (SELECT FROM returns r WHERE r.event_id = o.event_id))::float8
      AS events_without_return,
    (SELECT count(*) FROM reservations r WHERE (r.state = 'confirmed') <>
      EXISTS (SELECT FROM sales s WHERE s.order_id = r.order_id AND s.line > 0))::float8 AS half_confirmed,
    (SELECT count(*) FROM sales s WHERE NOT EXISTS (SELECT FROM products p WHERE p.id = s.product_id))::float8
      AS sales_without_product`;

/** Numbers of inventory's database. */
export interface Counts {
  sales: number;
  events_waiting: number;
  events_without_sale: number;
  events_without_return: number;
  /** Confirmed without sales, or sales without confirmation. */
  half_confirmed: number;
  sales_without_product: number;
}

const SALE_IDS = 'SELECT sale_id::text AS id FROM sales WHERE sale_id > $1 AND sale_id < $2 ORDER BY sale_id LIMIT $3';
const PUBLISHED_SALE_IDS = `
  SELECT sale_id::text AS id FROM sales s WHERE sale_id > $1 AND sale_id < $2
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = s.sale_id)
  ORDER BY sale_id LIMIT $3`;
/** The lines of an order have one mail together, and that one is about the order. */
const SIMPLE = 'AND line = 0 ORDER BY';
const SIMPLE_SALE_IDS = SALE_IDS.replace('ORDER BY', SIMPLE);
const PUBLISHED_SIMPLE_SALE_IDS = PUBLISHED_SALE_IDS.replace('ORDER BY', SIMPLE);
const MAIL_IDS = `
  SELECT event_id::text AS id, order_id FROM notifications WHERE event_id > $1 AND event_id < $2 ORDER BY event_id LIMIT $3`;
const ORDERS_AMONG = 'SELECT order_id FROM reservations WHERE order_id = ANY($1::text[])';

const PAGE = 10_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** What was sold of one product in one currency. */
export interface SoldProduct {
  product_id: number;
  currency: string;
  sales: bigint;
  units: bigint;
  cents: bigint;
}

const SOLD = `
  SELECT product_id, currency, count(*)::text AS sales, sum(quantity)::text AS units, sum(total_cents)::text AS cents
  FROM sales GROUP BY product_id, currency`;

/** Reads one database; nothing it runs can write. */
export class Ledger {
  private readonly upTo: string;
  private readonly pool: pg.Pool;

  /** @param upTo ids from here on are left out of the lists */
  constructor(url: string, upTo: string) {
    this.upTo = upTo;
    const options = '-c default_transaction_read_only=on -c statement_timeout=0';
    this.pool = new pg.Pool({ connectionString: url, max: 2, options, connectionTimeoutMillis: 5_000 });
    this.pool.on('error', () => {}); // The query that runs rejects with the same error.
  }

  async accounts(): Promise<Account[]> {
    return await readAccounts(this.pool);
  }

  async counts(): Promise<Counts> {
    return (await this.pool.query<Counts>(COUNTS)).rows[0] as Counts;
  }

  async sold(): Promise<SoldProduct[]> {
    const { rows } =
      await this.pool.query<Record<'product_id' | 'currency' | 'sales' | 'units' | 'cents', string>>(SOLD);
    return rows.map(({ product_id, currency, sales, units, cents }) => ({
      product_id: Number(product_id),
      currency,
      sales: BigInt(sales),
      units: BigInt(units),
      cents: BigInt(cents),
    }));
  }

  saleIds = (after = BEFORE_ALL): Ids => this.ids(SALE_IDS, after);

  /** Sales whose event is not in the outbox any more: a broker has confirmed it. */
  publishedSaleIds = (after = BEFORE_ALL): Ids => this.ids(PUBLISHED_SALE_IDS, after);

  /** Sales that are no lines of orders: each has a mail of its own. */
  simpleSaleIds = (): Ids => this.ids(SIMPLE_SALE_IDS);
  publishedSimpleSaleIds = (): Ids => this.ids(PUBLISHED_SIMPLE_SALE_IDS);

  /** Sales that notifications knows, in its own database, without what is about orders, as `inventory` knows them. */
  async *mailIds(inventory: Ledger): AsyncGenerator<string> {
    for await (const page of this.pages<{ id: string; order_id: string }>(MAIL_IDS)) {
      const orders = await inventory.ordersAmong(page.map(({ order_id }) => order_id));
      for (const { id, order_id } of page) if (!orders.has(order_id)) yield id;
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async ordersAmong(orderIds: string[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ order_id: string }>(ORDERS_AMONG, [orderIds]);
    return new Set(rows.map(({ order_id }) => order_id));
  }

  private async *ids(query: string, after = BEFORE_ALL): AsyncGenerator<string> {
    for await (const page of this.pages(query, after)) for (const { id } of page) yield id;
  }

  private async *pages<Row extends { id: string }>(query: string, first = BEFORE_ALL): AsyncGenerator<Row[]> {
    for (let after = first; ; ) {
      const { rows } = await this.pool.query<Row>(query, [after, this.upTo, PAGE]);
      yield rows;
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.id ?? after;
    }
  }
}
