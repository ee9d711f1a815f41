import { type Bench, salesPerSecond } from '../bench.ts';
import { runLoad } from '../load.ts';
import { atMost, type Row } from '../report.ts';
import { interleave, ratio, spread } from '../statistics.ts';

const CONNECTIONS = 64;

/** p99 at 70 % of what the shop itself can do in the same run. */
export async function latencyUnderLoad(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const load = async (rate?: number) =>
    bench.account(
      await runLoad({ url: bench.shop.endpoints.gateway, connections: CONNECTIONS, seconds, products, rate }),
    );
  const { value, ledger } = await bench.withLedger('stopped', async () => {
    const p99: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const maximum = salesPerSecond(await load());
      p99.push((await load(Math.floor(maximum * 0.7))).accepted.p99);
    }
    return p99;
  });
  return [
    {
      scenario: 'latency at 70 % of its own maximum',
      measured: 'p99, ms',
      value: spread(value),
      goal: atMost(50, ' ms'),
      ledger,
    },
  ];
}

/** One buyer on an idle shop: what coalescing costs when there is nothing to coalesce. */
export async function loneSale(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const median = (perSecond: number) => 1_000 / perSecond;
  const { value, ledger } = await bench.withLedger('stopped', () =>
    interleave(rounds, {
      ours: async () => {
        const load = bench.account(
          await runLoad({ url: bench.shop.endpoints.gateway, connections: 1, seconds, products }),
        );
        return median(salesPerSecond(load));
      },
      textbook: async () =>
        median(salesPerSecond(await runLoad({ url: bench.textbook.url, connections: 1, seconds, products: [1] }))),
    }),
  );
  const { ours, textbook } = value;
  return [
    {
      scenario: 'a lone sale on an idle system',
      measured: 'time, ours / (b)',
      value: ratio(ours, textbook),
      goal: atMost(1.25),
      ledger,
    },
  ];
}
