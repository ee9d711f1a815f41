import { eventually } from '../../../libs/testing/src/eventually.ts';
import type { Bench } from '../bench.ts';
import { countCpuByPart } from '../cpu-by-part.ts';
import { type LoadResult, runLoad } from '../load.ts';
import { startTextbookSaga } from '../references.ts';
import { atLeast, atMost, NO_GOAL, type Row } from '../report.ts';
import { interleave, ratio, spread } from '../statistics.ts';

const SHOPPERS = 64;
const PRODUCTS = 30;
const BASKET = 3;
const TEXTBOOK_PRODUCTS = Array.from({ length: PRODUCTS }, (_, index) => index + 1);
const QUEUES = ['analytics.product_sold', 'notifications.product_sold', 'analytics.orders', 'notifications.orders'];
const TOLD_WITHIN_MS = 60_000;

/** Baskets of three that are reserved, paid and sold, against (d) the textbook saga; one shopper alone; what an order costs. */
export async function orders(bench: Bench): Promise<Row[]> {
  const { shop } = bench;
  const saga = await startTextbookSaga(shop);
  try {
    const products = await shop.createProducts(PRODUCTS);
    const ours = (connections: number) => buy(bench, shop.endpoints.gateway, products, connections);
    const textbook = () => buy(bench, saga.url, TEXTBOOK_PRODUCTS, SHOPPERS);
    return [...(await withWorkers(bench, ours, textbook)), ...(await withoutWorkers(bench, ours, textbook))];
  } finally {
    await saga.stop();
  }
}

type Buy<Args extends unknown[] = []> = (...args: Args) => Promise<LoadResult>;

function buy({ options: { seconds } }: Bench, url: string, products: number[], connections: number) {
  return runLoad({ url, connections, seconds, products, basket: BASKET });
}

async function withWorkers(bench: Bench, ours: Buy<[number]>, textbook: Buy): Promise<Row[]> {
  const { rounds } = bench.options;
  const entered = async (connections: number) => bench.account(await ours(connections), BASKET);
  const contenders = {
    ours: async () => ordersPerSecond(await entered(SHOPPERS)),
    textbook: async () => ordersPerSecond(await textbook()),
    alone: async () => (await entered(1)).accepted.p50,
  };
  const { value, ledger } = await bench.withLedger('consuming', async () => {
    // The bench has warmed up sales, not orders.
    await entered(SHOPPERS);
    await textbook();
    return { ...(await interleave(rounds, contenders)), cost: await costOf(bench, () => entered(SHOPPERS)) };
  });
  const scenario = 'orders: baskets of 3, 64 shoppers, workers consuming';
  const alone = 'orders: one shopper';
  return [
    {
      scenario,
      measured: 'ours / (d) textbook saga',
      value: ratio(value.ours, value.textbook),
      goal: atLeast(4),
      ledger,
    },
    { scenario, measured: 'ours, orders/s', value: spread(value.ours), goal: atLeast(250), ledger },
    ...[...value.cost].map(([part, microseconds]): Row => {
      const measured = `processor time, µs for one order: ${part}`;
      return { scenario, measured, value: spread([microseconds]), goal: NO_GOAL, ledger };
    }),
    { scenario: alone, measured: '201 in the median, ms', value: spread(value.alone), goal: atMost(60, ' ms'), ledger },
  ];
}

/** The textbook saga has nobody who is told: neither have we. */
async function withoutWorkers(bench: Bench, ours: Buy<[number]>, textbook: Buy): Promise<Row[]> {
  const contenders = {
    ours: async () => ordersPerSecond(bench.account(await ours(SHOPPERS), BASKET)),
    textbook: async () => ordersPerSecond(await textbook()),
  };
  const { value, ledger } = await bench.withLedger('stopped', () => interleave(bench.options.rounds, contenders));
  const scenario = 'orders: baskets of 3, 64 shoppers, workers stopped';
  return [
    { scenario, measured: 'ours / (d) textbook saga', value: ratio(value.ours, value.textbook), goal: NO_GOAL, ledger },
    { scenario, measured: 'ours, orders/s', value: spread(value.ours), goal: NO_GOAL, ledger },
    { scenario, measured: '(d) textbook saga, orders/s', value: spread(value.textbook), goal: NO_GOAL, ledger },
  ];
}

/** Microseconds of each process for one order, until everybody has been told of all. */
async function costOf(bench: Bench, load: Buy): Promise<Map<string, number>> {
  await untilTold(bench);
  const used = await countCpuByPart(bench.shop);
  const { statuses } = await load();
  await untilTold(bench);
  const orders = (statuses[201] ?? 0) + (statuses[202] ?? 0);
  return new Map([...(await used())].map(([part, microseconds]) => [part, microseconds / orders]));
}

async function untilTold({ shop }: Bench): Promise<void> {
  const waiting = async () => {
    const queues = await Promise.all(QUEUES.map((queue) => shop.queue(queue)));
    return queues.reduce((sum, { messages }) => sum + messages, 0);
  };
  await eventually(async () => (await waiting()) === 0, {
    timeoutMs: TOLD_WITHIN_MS,
    everyMs: 250,
    what: 'empty queues',
  });
}

/** Orders a second that were completed within the call; one that takes longer (202) is none, a refusal ends the bench. */
function ordersPerSecond({ statuses, errors, wrong, acceptedPerSecond, ...load }: LoadResult): number {
  const others = Object.keys(statuses).filter((status) => !['200', '201', '202'].includes(status));
  if (others.length > 0 || wrong || errors)
    throw new Error(`not every order was taken: ${JSON.stringify({ statuses, errors, wrong, ...load })}`);
  if (acceptedPerSecond === 0) throw new Error('no order was completed in time: nothing can be compared with that');
  return acceptedPerSecond;
}
