import { type Bench, salesPerSecond } from '../bench.ts';
import { runLoad } from '../load.ts';
import { memoryOf } from '../memory.ts';
import { atLeast, atMost, NO_GOAL, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const SECONDS = 10;
const LOADS = 3;

/** The broker is away while as much is sold as a shop sells in an hour at some fifty a second; afterwards everything arrives. */
export async function outage(bench: Bench): Promise<Row[]> {
  const { shop } = bench;
  const products = await shop.createProducts(1);
  const load = async (seconds: number) =>
    salesPerSecond(bench.account(await runLoad({ url: shop.endpoints.gateway, connections: 64, seconds, products })));
  const rates: number[] = [];
  const memory: number[] = [];
  let ended = 0;
  const { value: usual, ledger } = await bench.withLedger('stopped', async () => {
    const rate = await load(bench.options.seconds);
    await shop.stack('stop', 'rabbitmq');
    for (let n = 0; n < LOADS; n++) {
      rates.push(await load(SECONDS));
      memory.push(await memoryOf(shop, 'gateway'));
    }
    ended = performance.now();
    await shop.stack('start', 'rabbitmq');
    return rate;
  });
  const arrived = (performance.now() - ended) / 1_000;
  const growth = (memory.at(-1) ?? 0) - (memory[0] ?? 0);
  const row = {
    scenario: `the broker is away for ${Math.round(spread(rates).median * SECONDS * LOADS)} sales`,
    ledger,
  };
  return [
    {
      ...row,
      measured: 'sales/s without / with',
      value: spread(rates.map((rate) => rate / usual)),
      goal: atLeast(0.9),
    },
    { ...row, measured: 'memory of the gateway, growth, MB', value: spread([growth]), goal: atMost(50, ' MB') },
    {
      ...row,
      measured: 'until all of them had arrived, s',
      value: spread([arrived]),
      goal: NO_GOAL,
    },
  ];
}
