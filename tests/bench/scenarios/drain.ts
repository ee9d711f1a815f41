import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { memoryOf } from '../memory.ts';
import { runReference } from '../references.ts';
import { atLeast, atMost, type Row } from '../report.ts';
import type { BenchShop } from '../shop.ts';
import { ratio, spread } from '../statistics.ts';

const EVENTS = 100_000;
const WINDOW = 500;
const DRAIN_WITHIN_MS = 120_000;

/** A queue of 100,000 sales drains into MongoDB, against a bare loop of insertMany of 200 on the same engine. */
export async function drainQueue(bench: Bench): Promise<Row[]> {
  const ours: number[] = [];
  const loop: number[] = [];
  const grown: number[] = [];
  for (let round = 0; round < bench.options.rounds; round++) {
    loop.push(
      await runReference('insert-loop', { MONGODB_URI: bench.shop.endpoints.mongodb, COUNT: String(EVENTS / 5) }),
    );
    const { perSecond, growthMb } = await fillAndDrain(bench);
    ours.push(perSecond);
    grown.push(growthMb);
  }
  const row = { scenario: 'a queue of 100,000 sales drains', ledger: 'not kept' as const };
  return [
    { ...row, measured: 'documents/s, ours / bare insertMany loop', value: ratio(ours, loop), goal: atLeast(0.6) },
    { ...row, measured: 'memory at the end minus at the middle, MB', value: spread(grown), goal: atMost(50, ' MB') },
  ];
}

/** Only analytics runs meanwhile: its own count tells when a sale is stored, a count of the documents would cost more than storing them. */
async function fillAndDrain({ shop }: Bench): Promise<{ perSecond: number; growthMb: number }> {
  await shop.stack('stop', 'analytics', 'notifications');
  await runReference('publish-window', publishing(shop.endpoints.rabbitmq, 'ours', EVENTS));
  await shop.stack('start', 'analytics');
  const figures = await drained(shop);
  await shop.purge('notifications.product_sold');
  await shop.stack('start', 'notifications');
  return figures;
}

// From the first document to the last: how long the worker takes to start is not the question here.
async function drained(shop: BenchShop): Promise<{ perSecond: number; growthMb: number }> {
  const recorded = () => shop.metric('analytics', 'analytics_sales_recorded_total');
  const reached = async (count: number) => {
    const deadline = Date.now() + DRAIN_WITHIN_MS;
    for (;;) {
      const n = await recorded();
      if (n >= count) return { n, at: performance.now() };
      if (Date.now() > deadline)
        throw new Error(`${n} of ${EVENTS} events became documents within ${DRAIN_WITHIN_MS} ms`);
      await delay(100);
    }
  };
  const first = await reached(1);
  await reached(EVENTS / 2);
  const middleMb = await memoryOf(shop, 'analytics');
  const last = await reached(EVENTS);
  const growthMb = (await memoryOf(shop, 'analytics')) - middleMb;
  return { perSecond: ((last.n - first.n) / (last.at - first.at)) * 1_000, growthMb };
}

/** Our publisher against a bare amqplib confirm loop with the same window. */
export async function publisher(bench: Bench): Promise<Row[]> {
  const url = await bench.shop.createVhost('publisher');
  const rates = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < bench.options.rounds; round++) {
    for (const mode of ['bare', 'ours'] as const)
      rates[mode].push(await runReference('publish-window', publishing(url, mode, 50_000)));
  }
  const value = ratio(rates.ours, rates.bare);
  return [
    {
      scenario: 'publisher with confirms',
      measured: 'ours / bare amqplib',
      value,
      goal: atLeast(0.6),
      ledger: 'not kept',
    },
  ];
}

const publishing = (url: string, mode: string, count: number) => ({
  RABBITMQ_URL: url,
  MODE: mode,
  COUNT: String(count),
  WINDOW: String(WINDOW),
});
