import { eventually } from '../../../libs/testing/src/eventually.ts';
import { type Bench, salesPerSecond } from '../bench.ts';
import { runLoad } from '../load.ts';
import { memoryOf } from '../memory.ts';
import { atLeast, atMost, NO_GOAL, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

/** Twice what it can do is offered: it goes on selling, and refuses the rest at once. What the excess alone takes of the machine is told beside it. */
export async function overload(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const url = bench.shop.endpoints.gateway;
  const figures = { offered: [], accepted: [], slower: [], refused: [], memory: [], beside: [] } as Record<
    string,
    number[]
  >;
  const note = (name: string, value: number) => figures[name]?.push(value);
  const { ledger } = await bench.withLedger('stopped', async () => {
    for (let round = 0; round < rounds; round++) {
      await eventually(async () => (await bench.shop.metric('gateway', 'gateway_sales_waiting')) === 0);
      const most = bench.account(await runLoad({ url, connections: 512, seconds, products }));
      const maximum = salesPerSecond(most);
      const before = await memoryOf(bench.shop, 'gateway');
      const rate = Math.floor(maximum * 2);
      const twice = bench.account(await runLoad({ url, connections: 2_048, seconds, products, rate }));
      note('offered', twice.sentPerSecond / maximum);
      note('accepted', twice.acceptedPerSecond / maximum);
      note('slower', twice.accepted.p99 / most.accepted.p99);
      note('refused', twice.refused.p99);
      const [beside] = await Promise.all([
        runLoad({ url, connections: 512, seconds, products }),
        runLoad({ url: bench.bare.url, connections: 1_536, seconds, products, rate: maximum, checked: false }),
      ]);
      note('beside', bench.account(beside).acceptedPerSecond / maximum);
      note('memory', (await memoryOf(bench.shop, 'gateway')) / before);
    }
  });
  const row = (measured: string, name: string, goal = NO_GOAL): Row => ({
    scenario: 'twice the maximum offered',
    measured,
    value: spread(figures[name] ?? []),
    goal,
    ledger,
  });
  return [
    row('sent / maximum', 'offered'),
    row('accepted / maximum', 'accepted', atLeast(0.9)),
    row('accepted / maximum while (a) answers the excess', 'beside'),
    row('p99 of the accepted / p99 at the maximum', 'slower', atMost(3)),
    row('p99 of the refused, ms', 'refused'),
    row('memory of the gateway, after / before', 'memory', atMost(1.5)),
  ];
}
