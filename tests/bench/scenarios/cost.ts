import type { Bench } from '../bench.ts';
import { countUsage, treeOf } from '../cpu.ts';
import { runLoad } from '../load.ts';
import { NO_GOAL, type Row } from '../report.ts';
import { type Spread, spread } from '../statistics.ts';

const PROCESSES = ['gateway', 'inventory', 'postgres', 'rabbitmq'] as const;
const CONNECTIONS = [64, 512];
/** Where the time goes: what each process uses for one sale. Steadier than any rate. */
export async function cost(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const connections of CONNECTIONS) rows.push(...(await costWith(bench, connections)));
  return rows;
}

async function costWith(bench: Bench, connections: number): Promise<Row[]> {
  const used = PROCESSES.map((name) => ({ name, microseconds: [] as number[], contextSwitches: [] as number[] }));
  const products = await bench.shop.createProducts(1);
  const { ledger } = await bench.withLedger('stopped', async () => {
    for (let round = 0; round < bench.options.rounds; round++) {
      const count = await countUsage(() => processesOf(bench));
      const { seconds } = bench.options;
      const load = await runLoad({ url: bench.shop.endpoints.gateway, connections, seconds, products });
      const usages = await count();
      const sales = bench.account(load).statuses[201] ?? 1;
      for (const { name, microseconds, contextSwitches } of used) {
        const usage = usages.get(name);
        microseconds.push((usage?.microseconds ?? 0) / sales);
        contextSwitches.push((usage?.contextSwitches ?? 0) / sales);
      }
    }
  });
  const row = (measured: string, value: Spread): Row => ({
    scenario: `where the time goes, hot, ${connections} connections`,
    measured: `${measured} for one sale`,
    value,
    goal: NO_GOAL,
    ledger,
  });
  return used.flatMap(({ name, microseconds, contextSwitches }) => [
    row(`processor time of ${name}, µs,`, spread(microseconds)),
    row(`context switches of ${name}`, spread(contextSwitches)),
  ]);
}

async function processesOf({ shop }: Bench): Promise<Map<number, string>> {
  const trees = PROCESSES.map(async (name) => {
    const pids = await treeOf(shop.process(name).pid ?? 0);
    return pids.map((pid) => [pid, name] as const);
  });
  return new Map((await Promise.all(trees)).flat());
}
