import type { Bench } from '../bench.ts';
import { cpuOf } from '../cpu.ts';
import { runLoad } from '../load.ts';
import type { Row } from '../report.ts';
import { spread } from '../statistics.ts';

const PROCESSES = ['gateway', 'inventory', 'postgres', 'rabbitmq'] as const;

/** Where the time goes: processor time of each process for one sale, hot, with 64 connections. Steadier than any rate. */
export async function cost(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const spent: Record<string, number[]> = Object.fromEntries(PROCESSES.map((name) => [name, []]));
  const { books } = await bench.withBooks('stopped', async () => {
    for (let round = 0; round < rounds; round++) {
      const before = await processorTimes(bench);
      const load = bench.account(
        await runLoad({ url: bench.shop.endpoints.gateway, connections: 64, seconds, products }),
      );
      const after = await processorTimes(bench);
      const sales = load.statuses[201] ?? 1;
      for (const name of PROCESSES) spent[name]?.push(((after[name] ?? 0) - (before[name] ?? 0)) / sales);
    }
  });
  return PROCESSES.map((name) => ({
    scenario: 'where the time goes, hot, 64 connections',
    measured: `processor time of ${name} for one sale, µs`,
    value: spread(spent[name] ?? []),
    goal: { text: '', met: () => true },
    books,
  }));
}

async function processorTimes({ shop }: Bench): Promise<Record<string, number>> {
  const times = PROCESSES.map(async (name) => [name, await cpuOf(shop.process(name).pid ?? 0)] as const);
  return Object.fromEntries(await Promise.all(times));
}
