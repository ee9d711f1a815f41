import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { runLoad } from '../load.ts';
import { runReference } from '../references.ts';
import { atMost, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const SALES = 1_000_000;
const PRODUCTS = 1_000;
const DAYS = 30;
const DAY_MS = 86_400_000;
const REQUESTS = 40;
const RATE = 1_000;

/** What an owner asks of a million sales. */
export async function figures(bench: Bench): Promise<Row[]> {
  const { shop } = bench;
  const env = { COUNT: String(SALES), PRODUCTS: String(PRODUCTS), DAYS: String(DAYS) };
  await runReference('fill-figures', { MONGODB_URI: shop.endpoints.mongodb, ...env });
  const [to, from] = [new Date(), new Date(Date.now() - (DAYS - 1) * DAY_MS)].map((time) => time.toISOString());
  const month = `from=${from}&to=${to}`;
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const wholeDays = `from=${new Date(midnight - (DAYS - 2) * DAY_MS).toISOString()}&to=${new Date(midnight).toISOString()}`;
  const questions: [string, string][] = [
    ['by hour, 500 of a month, Berlin', `sales?${month}&by=hour&time_zone=Europe/Berlin&limit=500`],
    ['by day, a month and the month before', `sales?${month}&by=day&compare=previous`],
    ['one product by hour', `sales?${month}&by=hour&product_id=7&limit=500`],
    ['the best products of a month, from and to within a day', `products?${month}&sort=revenue`],
    ['the best products of 28 whole days', `products?${wholeDays}&sort=revenue`],
    ['totals', 'totals?'],
  ];
  const rows: Row[] = [];
  for (const [measured, path] of questions) {
    const value = spread(await timesOf(bench, `/figures/${path}`, await shop.asAdmin()));
    rows.push({
      scenario: 'figures of 10^6 sales, 1,000 products, 30 days',
      measured: `${measured}, ms`,
      value,
      goal: atMost(50, ' ms'),
      ledger: 'not kept',
    });
  }
  return rows;
}

/** Milliseconds of each of some requests, one after the other. */
export async function timesOf({ shop }: Bench, path: string, headers: Record<string, string> = {}): Promise<number[]> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS + 5; request++) {
    const began = performance.now();
    const { status, body } = await shop.call('GET', path, undefined, headers);
    times.push(performance.now() - began);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  }
  return times.slice(5);
}

/** How old the figures are while 1,000 sales a second are made: the age of `complete_until`. */
export async function freshFigures(bench: Bench): Promise<Row[]> {
  const { shop, options } = bench;
  const headers = await shop.asAdmin();
  const products = await shop.createProducts(PRODUCTS);
  const load = {
    url: shop.endpoints.gateway,
    connections: 64,
    seconds: Math.max(10, options.seconds),
    products,
    rate: RATE,
  };
  const ages: number[] = [];
  const { ledger } = await bench.withLedger('consuming', async () => {
    let selling = true;
    const sold = runLoad(load).finally(() => {
      selling = false;
    });
    while (selling) {
      const { body } = await shop.call('GET', '/figures/totals', undefined, headers);
      ages.push(Date.now() - Date.parse(body.complete_until));
      await delay(100);
    }
    bench.account(await sold);
  });
  const value = spread(ages);
  return [
    {
      scenario: 'figures while 1,000 sales a second are made',
      measured: 'age of what they are complete until, ms',
      value,
      goal: atMost(2_000, ' ms'),
      ledger,
    },
  ];
}
