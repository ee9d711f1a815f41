import type { Random } from '../random.ts';
import { CONNECTION_FAULTS } from './connections.ts';
import { ENGINE_FAULTS } from './engines.pg.ts';
import type { Fault } from './fault.ts';
import { MACHINE_FAULTS } from './machine.ts';
import { PROCESS_FAULTS } from './processes.ts';

/** Every fault of the suite. */
export const FAULTS: readonly Fault[] = [...PROCESS_FAULTS, ...CONNECTION_FAULTS, ...ENGINE_FAULTS, ...MACHINE_FAULTS];

/** Faults that can be had on this machine. */
export const possible = (faults: readonly Fault[]) => faults.filter(({ missing }) => missing?.() === undefined);

/** Two that do not bend the same thing; one when there is no second. */
export function drawPair(faults: readonly Fault[], random: Random): Fault[] {
  const first = random.pick(faults);
  const others = faults.filter((fault) => !fault.on.some((thing) => first.on.some((one) => collide(one, thing))));
  return others.length > 0 ? [first, random.pick(others)] : [first];
}

/** Links collide when they may be the same: the word of one engine or service is in the other. */
function collide(a: string, b: string): boolean {
  if (a === b) return true;
  return a.startsWith('link ') && b.startsWith('link ');
}
