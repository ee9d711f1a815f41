import pg from 'pg';
import type { Ids } from './merge-ids.js';

/** One product's account. It adds up when `stock` is `expected`. */
export interface Account {
  product_id: number;
  name: string;
  initial: number;
  restocked: number;
  sold: number;
  expected: number;
  stock: number;
}

/** One statement, so one moment: right also while sales go on. */
const ACCOUNTS = `
  SELECT p.id AS product_id, p.name, p.initial_stock AS initial, coalesce(r.units, 0)::float8 AS restocked,
    coalesce(s.units, 0)::float8 AS sold, (p.initial_stock + coalesce(r.units, 0) - coalesce(s.units, 0))::float8 AS expected,
    p.stock
  FROM products p
  LEFT JOIN (SELECT product_id, sum(quantity) AS units FROM restocks GROUP BY product_id) r ON r.product_id = p.id
  LEFT JOIN (SELECT product_id, sum(quantity) AS units FROM sales GROUP BY product_id) s ON s.product_id = p.id
  ORDER BY p.id`;

const COUNTS = `
  SELECT (SELECT count(*) FROM sales)::float8 AS sales,
    (SELECT count(*) FROM outbox)::float8 AS events_waiting,
    (SELECT count(*) FROM outbox o WHERE coalesce(o.payload->>'type', 'product_sold') = 'product_sold'
      AND NOT EXISTS (SELECT FROM sales s WHERE s.sale_id = o.event_id))::float8
      AS events_without_sale,
    (SELECT count(*) FROM sales s WHERE NOT EXISTS (SELECT FROM products p WHERE p.id = s.product_id))::float8
      AS sales_without_product`;

/** Numbers of inventory's database. */
export interface Counts {
  sales: number;
  events_waiting: number;
  events_without_sale: number;
  sales_without_product: number;
}

const SALE_IDS = 'SELECT sale_id::text AS id FROM sales WHERE sale_id > $1 AND sale_id < $2 ORDER BY sale_id LIMIT $3';
const PUBLISHED_SALE_IDS = `
  SELECT sale_id::text AS id FROM sales s WHERE sale_id > $1 AND sale_id < $2
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = s.sale_id)
  ORDER BY sale_id LIMIT $3`;
const MAIL_IDS = `
  SELECT event_id::text AS id FROM notifications WHERE event_id > $1 AND event_id < $2 ORDER BY event_id LIMIT $3`;

const PAGE = 10_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Reads one database; nothing it runs can write. */
export class Books {
  private readonly pool: pg.Pool;

  /** @param upTo ids from here on are left out of the lists */
  constructor(
    url: string,
    private readonly upTo: string,
  ) {
    const options = '-c default_transaction_read_only=on -c statement_timeout=0';
    this.pool = new pg.Pool({ connectionString: url, max: 2, options, connectionTimeoutMillis: 5_000 });
    this.pool.on('error', () => {}); // The query that runs rejects with the same error.
  }

  async accounts(): Promise<Account[]> {
    return (await this.pool.query<Account>(ACCOUNTS)).rows;
  }

  async counts(): Promise<Counts> {
    return (await this.pool.query<Counts>(COUNTS)).rows[0] as Counts;
  }

  saleIds = (): Ids => this.pages(SALE_IDS);

  /** Sales whose event is not in the outbox any more: a broker has confirmed it. */
  publishedSaleIds = (): Ids => this.pages(PUBLISHED_SALE_IDS);

  /** Sales that notifications knows, in its own database. */
  mailIds = (): Ids => this.pages(MAIL_IDS);

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async *pages(query: string): AsyncGenerator<string> {
    for (let after = BEFORE_ALL; ; ) {
      const { rows } = await this.pool.query<{ id: string }>(query, [after, this.upTo, PAGE]);
      for (const { id } of rows) yield id;
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.id ?? after;
    }
  }
}
