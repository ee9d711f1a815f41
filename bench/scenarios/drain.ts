import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Bench } from '../bench.ts';
import { memoryOf } from '../memory.ts';
import { atLeast, atMost, type Row } from '../report.ts';
import { ratio, spread } from '../statistics.ts';

const EVENTS = 100_000;
const WINDOW = 500;

/** A queue of 100,000 sales drains into MongoDB, against a bare loop of insertMany of 200 on the same engine. */
export async function drainQueue(bench: Bench): Promise<Row[]> {
  const ours: number[] = [];
  const loop: number[] = [];
  const grown: number[] = [];
  for (let round = 0; round < bench.options.rounds; round++) {
    loop.push(await reference('insert-loop', { MONGODB_URI: bench.shop.endpoints.mongodb, COUNT: String(EVENTS / 5) }));
    await bench.withWorkers('stopped', async () => {
      await reference('publish-window', publishing(bench.shop.endpoints.rabbitmq, 'ours', EVENTS));
    });
    const { perSecond, growthMb } = await drained(bench);
    ours.push(perSecond);
    grown.push(growthMb);
  }
  await bench.shop.purge('notifications.product_sold');
  const row = { scenario: 'a queue of 100,000 sales drains', books: 'not kept' as const };
  return [
    { ...row, measured: 'documents/s, ours / bare insertMany loop', value: ratio(ours, loop), goal: atLeast(0.6) },
    { ...row, measured: 'memory at the end minus at the middle, MB', value: spread(grown), goal: atMost(50, ' MB') },
  ];
}

// From the first document to the last: how long the worker takes to start is not the question here.
async function drained({ shop }: Bench): Promise<{ perSecond: number; growthMb: number }> {
  const depth = async () => (await shop.queue('analytics.product_sold')).messages;
  const documents = shop.analytics.collection('sales_events');
  const before = await documents.countDocuments();
  const arrived = async () => (await documents.countDocuments()) - before;
  let start: { at: number; arrived: number } | undefined;
  let middle = 0;
  for (;;) {
    const n = await arrived();
    if (n > 0) start ??= { at: performance.now(), arrived: n };
    if (n > EVENTS / 2 && middle === 0) middle = await memoryOf(shop, 'analytics');
    if (start && (await depth()) === 0 && n >= EVENTS) break;
    await delay(250);
  }
  const perSecond = ((EVENTS - start.arrived) / (performance.now() - start.at)) * 1_000;
  return { perSecond, growthMb: (await memoryOf(shop, 'analytics')) - middle };
}

/** Our publisher against a bare amqplib confirm loop with the same window. */
export async function publisher(bench: Bench): Promise<Row[]> {
  const url = await bench.shop.createVhost('publisher');
  const rates = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < bench.options.rounds; round++) {
    for (const mode of ['bare', 'ours'] as const)
      rates[mode].push(await reference('publish-window', publishing(url, mode, 50_000)));
  }
  const value = ratio(rates.ours, rates.bare);
  return [
    {
      scenario: 'publisher with confirms',
      measured: 'ours / bare amqplib',
      value,
      goal: atLeast(0.6),
      books: 'not kept',
    },
  ];
}

const publishing = (url: string, mode: string, count: number) => ({
  RABBITMQ_URL: url,
  MODE: mode,
  COUNT: String(count),
  WINDOW: String(WINDOW),
});

async function reference(name: string, env: NodeJS.ProcessEnv): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [`dist/bench/references/${name}.js`], {
    env: { ...process.env, ...env },
  });
  return Number(stdout);
}
