import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { memoryOf } from '../memory.ts';
import { atMost, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const SERVICES = ['gateway', 'inventory', 'analytics', 'notifications', 'orders'];
const SETTLE_MS = 5_000;

/** What the five services hold in memory when nobody buys. */
export async function idle(bench: Bench): Promise<Row[]> {
  const samples: number[] = [];
  for (let round = 0; round < bench.options.rounds; round++) {
    await delay(SETTLE_MS);
    const each = await Promise.all(SERVICES.map((name) => memoryOf(bench.shop, name)));
    samples.push(each.reduce((sum, megabytes) => sum + megabytes, 0));
  }
  return [
    {
      scenario: 'idle',
      measured: 'memory of the five services, MB',
      value: spread(samples),
      goal: atMost(700, ' MB'),
      ledger: 'not kept',
    },
  ];
}
