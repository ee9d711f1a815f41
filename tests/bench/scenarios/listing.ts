import type { Bench } from '../bench.ts';
import { atMost, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const PRODUCTS = 100_000;
const PAGES = 200;

const FILL = `
  INSERT INTO products (name, price_cents, currency, stock, initial_stock)
  SELECT (ARRAY['Laptop', 'Mouse', 'Tastatur für', 'Écran', 'Kabel'])[1 + n % 5] || ' ' || md5(n::text),
    (n * 7919::bigint) % 100000, 'USD', CASE WHEN n % 1000 = 3 THEN 0 ELSE 10 END, 10
  FROM generate_series(1, ${PRODUCTS}) n`;

const QUESTIONS = ['sort=id', 'sort=name', 'sort=-price_cents&in_stock=true', 'sort=name&q=ecran'];

/** Pages of 100 out of 100,000 products, one after the other through the front door. */
export async function listing(bench: Bench): Promise<Row[]> {
  const { shop } = bench;
  await shop.inventory.query(FILL);
  for (const table of ['products', 'listing']) await shop.inventory.query(`VACUUM ANALYZE ${table}`);
  const rows: Row[] = [];
  for (const question of QUESTIONS) {
    const value = spread(await pageTimes(bench, question));
    rows.push({
      scenario: '100,000 products',
      measured: `a page of 100, ${question}, ms`,
      value,
      goal: atMost(30, ' ms'),
      ledger: 'not kept',
    });
  }
  return rows;
}

async function pageTimes({ shop }: Bench, question: string): Promise<number[]> {
  const times: number[] = [];
  for (let cursor = ''; times.length < PAGES; ) {
    const began = performance.now();
    const { body } = await shop.call('GET', `/products?${question}&limit=100${cursor && `&cursor=${cursor}`}`);
    times.push(performance.now() - began);
    if (!body.next_cursor) break;
    cursor = body.next_cursor;
  }
  return times.slice(1);
}
