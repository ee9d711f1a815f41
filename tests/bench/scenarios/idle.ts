import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { type CpuByPart, countCpuByPart } from '../cpu-by-part.ts';
import { memoryOf } from '../memory.ts';
import { runReference } from '../references.ts';
import { atMost, NO_GOAL, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const SERVICES = ['gateway', 'inventory', 'analytics', 'notifications', 'orders'];
const SETTLE_MS = 5_000;
const DOCUMENTS = 500_000;
/** After a start or a million writes the engines tidy up for a while. */
const QUIET_AFTER_MS = 45_000;
const LOOK_FOR_MS = 30_000;

/** What the five services hold in memory while there is no traffic. */
export async function idle(bench: Bench): Promise<Row[]> {
  const rounds: number[][] = [];
  for (let round = 0; round < bench.options.rounds; round++) {
    await delay(SETTLE_MS);
    rounds.push(await Promise.all(SERVICES.map((name) => memoryOf(bench.shop, name))));
  }
  const row = (measured: string, of: (each: number[]) => number, goal: Row['goal'] = NO_GOAL): Row => ({
    scenario: 'idle',
    measured: `memory of ${measured}, MB`,
    value: spread(rounds.map(of)),
    goal,
    ledger: 'not kept',
  });
  const sum = (each: number[]) => each.reduce((total, megabytes) => total + megabytes, 0);
  return [
    ...SERVICES.map((name, index) => row(name, (each) => each[index] ?? 0)),
    row('the five services', sum, atMost(700, ' MB')),
  ];
}

/** What the whole stack costs while there is no traffic: with no documents, and with half a million. */
export async function idleCost(bench: Bench): Promise<Row[]> {
  const few = await idleCostWith(bench, 'no documents');
  await runReference('fill-documents', { MONGODB_URI: bench.shop.endpoints.mongodb, COUNT: String(DOCUMENTS) });
  return [...few, ...(await idleCostWith(bench, `${DOCUMENTS.toLocaleString('en')} documents`))];
}

async function idleCostWith(bench: Bench, documents: string): Promise<Row[]> {
  await delay(QUIET_AFTER_MS);
  const rounds: CpuByPart[] = [];
  for (let round = 0; round < bench.options.rounds; round++) rounds.push(await percentOfACore(bench));
  const row = (measured: string, of: (cost: CpuByPart) => number, goal: Row['goal'] = NO_GOAL): Row => ({
    scenario: `idle, ${documents}`,
    measured: `processor time, % of one core: ${measured}`,
    value: spread(rounds.map(of)),
    goal,
    ledger: 'not kept',
  });
  const parts = [...(rounds[0]?.keys() ?? [])];
  const sum = (cost: CpuByPart) => [...cost.values()].reduce((total, percent) => total + percent, 0);
  return [...parts.map((part) => row(part, (cost) => cost.get(part) ?? 0)), row('sum', sum, atMost(4, ' %'))];
}

async function percentOfACore({ shop }: Bench): Promise<CpuByPart> {
  const used = await countCpuByPart(shop);
  const before = process.cpuUsage();
  await delay(LOOK_FOR_MS);
  // This process supervises the stack and does nothing else meanwhile.
  const own = process.cpuUsage(before);
  const percent = (microseconds: number) => microseconds / (LOOK_FOR_MS * 10);
  return new Map([
    ...[...(await used())].map(([part, microseconds]) => [part, percent(microseconds)] as const),
    ['supervisor', percent(own.user + own.system)],
  ]);
}
