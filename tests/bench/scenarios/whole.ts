import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { type CpuByPart, countCpuByPart, STAND_IN } from '../cpu-by-part.ts';
import { runLoad } from '../load.ts';
import { atMost, NO_GOAL, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

/** Connections, and the most microseconds that a sale may cost in sum. */
const GOALS = [
  { connections: 64, microseconds: 650 },
  { connections: 512, microseconds: 420 },
];
const LOOK_EVERY_MS = 250;
const TOLD_WITHIN_MS = 120_000;

/** What a whole sale costs: the processor time of every process, from the request to the document and the mail. */
export async function whole(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const goal of GOALS) rows.push(...(await wholeWith(bench, goal)));
  return rows;
}

async function wholeWith(bench: Bench, { connections, microseconds }: (typeof GOALS)[0]): Promise<Row[]> {
  const products = await bench.shop.createProducts(1);
  const { value: rounds, ledger } = await bench.withLedger('consuming', async () => {
    await sell(bench, connections, products);
    const costs: CpuByPart[] = [];
    for (let round = 0; round < bench.options.rounds; round++) costs.push(await sell(bench, connections, products));
    return costs;
  });
  const row = (measured: string, of: (cost: CpuByPart) => number, goal: Row['goal'] = NO_GOAL): Row => ({
    scenario: `whole sale, all services on, ${connections} connections`,
    measured: `processor time, µs for one sale: ${measured}`,
    value: spread(rounds.map(of)),
    goal,
    ledger,
  });
  const parts = [...(rounds[0]?.keys() ?? [])];
  return [
    ...parts.map((part) => row(part, (cost) => cost.get(part) ?? 0)),
    row('sum without the stand-in', sumOf, atMost(microseconds, ' µs')),
  ];
}

const sumOf = (cost: CpuByPart) =>
  [...cost].reduce((sum, [part, microseconds]) => sum + (part === STAND_IN ? 0 : microseconds), 0);

/** Sells for a while, waits until everybody has been told, and divides what was used by the sales. */
async function sell(bench: Bench, connections: number, products: number[]): Promise<CpuByPart> {
  const { shop, options } = bench;
  const toldBefore = await told(bench);
  const used = await countCpuByPart(shop);
  const load = await runLoad({ url: shop.endpoints.gateway, connections, seconds: options.seconds, products });
  const sales = bench.account(load).statuses[201] ?? 1;
  await untilTold(bench, toldBefore + sales);
  return new Map([...(await used())].map(([part, microseconds]) => [part, microseconds / sales]));
}

async function untilTold(bench: Bench, count: number): Promise<void> {
  const deadline = Date.now() + TOLD_WITHIN_MS;
  while ((await told(bench)) < count) {
    if (Date.now() > deadline) throw new Error(`not everybody was told of ${count} sales within ${TOLD_WITHIN_MS} ms`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Sales of which both the document and the mail exist. */
async function told({ shop }: Bench): Promise<number> {
  const counts = await Promise.all([
    shop.metric('analytics', 'analytics_sales_recorded_total'),
    shop.metric('notifications', 'notifications_emails_sent_total'),
  ]);
  return Math.min(...counts);
}
