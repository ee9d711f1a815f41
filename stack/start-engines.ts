import { rmSync } from 'node:fs';
import { outsideHome } from './engines/os-user.ts';
import { StackError } from './failure.ts';
import { foldersOf } from './folders.ts';
import { readLock } from './leftovers.ts';
import { isAlive } from './processes/identity.ts';
import type { Stack } from './stack.ts';
import { type StackOptions, startStack } from './start-stack.ts';

export interface EnginesOptions {
  /** Tried with -2, -3 … behind it when another process uses that folder. Relative to the clone. */
  dir: string;
  /** Which; all three when left out. */
  engines?: StackOptions['engines'];
  say?: (line: string) => void;
}

/** Real engines alone, empty, on free ports, in a folder of their own: what tests and benches run on. */
export async function startEngines({ dir, ...options }: EnginesOptions): Promise<Stack> {
  for (let n = 1; n < 10; n++) {
    const own = n === 1 ? dir : `${dir}-${n}`;
    const holder = readLock(foldersOf(own));
    if (holder && isAlive(holder)) continue;
    return startStack({ dir: own, ports: 'free', services: [], env: {}, fresh: true, ...options });
  }
  throw new StackError(`nine stacks run beside ${dir} already`, 'wait for other test runs of this clone to end');
}

/** Ends engines whose data is not needed any more, and leaves nothing of them but their logs. */
export async function discardEngines(stack: Stack): Promise<void> {
  await stack.stop('hard');
  for (const data of [stack.folders.data, outsideHome(stack.folders)]) rmSync(data, { recursive: true, force: true });
}
