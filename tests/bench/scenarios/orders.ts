import type { Bench } from '../bench.ts';
import { type LoadResult, runLoad } from '../load.ts';
import { startTextbookSaga } from '../references.ts';
import { atLeast, atMost, type Row } from '../report.ts';
import { interleave, ratio, spread } from '../statistics.ts';

const SHOPPERS = 64;
const PRODUCTS = 30;
const BASKET = 3;

/** Baskets of three that are reserved, paid and sold, workers consuming, against (d) the textbook saga; and one shopper alone. */
export async function orders(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const { shop } = bench;
  const saga = await startTextbookSaga(shop);
  try {
    const products = await shop.createProducts(PRODUCTS);
    const textbookProducts = Array.from({ length: PRODUCTS }, (_, index) => index + 1);
    const load = (url: string, ids: number[], connections: number) =>
      runLoad({ url, connections, seconds, products: ids, basket: BASKET });
    const ours = async (connections: number) =>
      bench.account(await load(shop.endpoints.gateway, products, connections), BASKET);
    const contenders = {
      ours: async () => ordersPerSecond(await ours(SHOPPERS)),
      textbook: async () => ordersPerSecond(await load(saga.url, textbookProducts, SHOPPERS)),
      alone: async () => (await ours(1)).accepted.p50,
    };
    const { value, books } = await bench.withBooks('consuming', () => interleave(rounds, contenders));
    const scenario = 'orders: baskets of 3, 64 shoppers, workers consuming';
    return [
      {
        scenario,
        measured: 'ours / (d) textbook saga',
        value: ratio(value.ours, value.textbook),
        goal: atLeast(4),
        books,
      },
      { scenario, measured: 'ours, orders/s', value: spread(value.ours), goal: atLeast(250), books },
      {
        scenario: 'orders: one shopper',
        measured: '201 in the median, ms',
        value: spread(value.alone),
        goal: atMost(60, ' ms'),
        books,
      },
    ];
  } finally {
    await saga.stop();
  }
}

/** Orders a second that were completed within the call; one that takes longer (202) is none, a refusal ends the bench. */
function ordersPerSecond({ statuses, errors, wrong, acceptedPerSecond, ...load }: LoadResult): number {
  const others = Object.keys(statuses).filter((status) => !['200', '201', '202'].includes(status));
  if (others.length > 0 || wrong || errors)
    throw new Error(`not every order was taken: ${JSON.stringify({ statuses, errors, wrong, ...load })}`);
  return acceptedPerSecond;
}
