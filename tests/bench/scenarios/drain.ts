import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { metricOf } from '../../../libs/testing/src/metric.ts';
import { spawnWorker } from '../../../libs/testing/src/service-process.ts';
import { CLONE } from '../../../stack/folders.ts';
import type { Bench } from '../bench.ts';
import { memoryOf } from '../memory.ts';
import { runReference } from '../references.ts';
import { atLeast, atMost, type Row } from '../report.ts';
import type { BenchShop } from '../shop.ts';
import { interleave, ratio, spread } from '../statistics.ts';

const EVENTS = 100_000;
const WINDOW = 500;
const DRAIN_WITHIN_MS = 120_000;
const RECORDED = 'analytics_sales_recorded_total';
const WITHOUT_FIGURES = join(CLONE, 'dist/tests/bench/references/without-figures.js');

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
    { ...row, measured: 'memory 15 s after the end minus before, MB', value: spread(grown), goal: atMost(50, ' MB') },
  ];
}

/** The same queue by a worker of its own, against the same worker that neither notes nor folds anything for figures. */
export async function drainWithoutFigures(bench: Bench): Promise<Row[]> {
  const drain = (env: NodeJS.ProcessEnv) => () => drainByItsOwn(bench, env);
  const rates = await interleave(bench.options.rounds, {
    with: drain({}),
    without: drain({ NODE_OPTIONS: `--import ${pathToFileURL(WITHOUT_FIGURES)}` }),
  });
  const row = { scenario: 'a queue of 100,000 sales drains', ledger: 'not kept' as const };
  const value = ratio(rates.with, rates.without);
  return [{ ...row, measured: 'documents/s, with figures / without', value, goal: atLeast(0.8) }];
}

/** Only analytics runs meanwhile. */
async function fillAndDrain({ shop }: Bench): Promise<{ perSecond: number; growthMb: number }> {
  await fill(shop);
  await shop.stack('start', 'analytics');
  const before = await memoryOf(shop, 'analytics');
  const perSecond = await drained(() => shop.metric('analytics', RECORDED));
  // While it works V8 collects old garbage late: what stays is known when it has had nothing to do for some seconds.
  await delay(15_000);
  const growthMb = (await memoryOf(shop, 'analytics')) - before;
  await startWorkers(shop, 'notifications');
  return { perSecond, growthMb };
}

async function drainByItsOwn({ shop }: Bench, env: NodeJS.ProcessEnv): Promise<number> {
  const { rabbitmq: RABBITMQ_URL, mongodb: MONGODB_URI } = shop.endpoints;
  await fill(shop);
  const analytics = await spawnWorker('analytics', { RABBITMQ_URL, MONGODB_URI, ...env });
  try {
    return await drained(() => metricOf(analytics.ops, RECORDED));
  } finally {
    await analytics.stop();
    await startWorkers(shop, 'analytics', 'notifications');
  }
}

async function fill(shop: BenchShop): Promise<void> {
  await shop.stack('stop', 'analytics', 'notifications');
  await runReference('publish-window', publishing(shop.endpoints.rabbitmq, 'ours', EVENTS));
}

async function startWorkers(shop: BenchShop, ...names: string[]): Promise<void> {
  await shop.purge('notifications.product_sold');
  await shop.stack('start', ...names);
}

/**
 * Documents a second, from the first to the last: how long the worker takes to start is not the question here. Its own count tells when a sale
 * is stored, a count of the documents would cost more than storing them.
 */
async function drained(recorded: () => Promise<number>): Promise<number> {
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
  const last = await reached(EVENTS);
  return ((last.n - first.n) / (last.at - first.at)) * 1_000;
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
