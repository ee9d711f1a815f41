import { type Bench, salesPerSecond } from '../bench.ts';
import { runLoad } from '../load.ts';
import { memoryOf } from '../memory.ts';
import { atLeast, atMost, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

/** Twice what it can do is offered: it goes on selling, and refuses the rest at once. */
export async function overload(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const url = bench.shop.endpoints.gateway;
  const figures = { accepted: [] as number[], slower: [] as number[], memory: [] as number[] };
  const { books } = await bench.withBooks('stopped', async () => {
    for (let round = 0; round < rounds; round++) {
      const most = bench.account(await runLoad({ url, connections: 512, seconds, products }));
      const before = await memoryOf(bench.shop, 'gateway');
      const offered = Math.floor(salesPerSecond(most) * 2);
      const twice = bench.account(await runLoad({ url, connections: 2_048, seconds, products, rate: offered }));
      figures.accepted.push(twice.acceptedPerSecond / most.acceptedPerSecond);
      figures.slower.push(twice.latencyMs.p99 / most.latencyMs.p99);
      figures.memory.push((await memoryOf(bench.shop, 'gateway')) / before);
    }
  });
  const scenario = 'twice the maximum offered';
  return [
    { scenario, measured: 'accepted / maximum', value: spread(figures.accepted), goal: atLeast(0.9), books },
    { scenario, measured: 'p99 / p99 at the maximum', value: spread(figures.slower), goal: atMost(3), books },
    {
      scenario,
      measured: 'memory of the gateway, after / before',
      value: spread(figures.memory),
      goal: atMost(1.5),
      books,
    },
  ];
}
