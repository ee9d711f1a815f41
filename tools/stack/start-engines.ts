import { rmSync } from 'node:fs';
import { addressesOf, choosePorts } from './addresses.ts';
import { engineSpecs } from './engines/index.ts';
import { outsideHome } from './engines/os-user.ts';
import { foldersOf, makeFolders } from './folders.ts';
import { endLeftovers, readState, takeLock } from './leftovers.ts';
import { Stack } from './stack.ts';

export interface EnginesOptions {
  /** Tried with -2, -3 … behind it when another process uses that folder. Relative to the clone. */
  dir: string;
  say?: (line: string) => void;
}

/** Real engines alone, empty, on free ports, in a folder of their own: what tests and benches run on. */
export async function startEngines({ dir, say = () => {} }: EnginesOptions): Promise<Stack> {
  const folders = lockOne(dir);
  const before = readState(folders);
  if (before) await endLeftovers(before, say);
  for (const data of [folders.data, outsideHome(folders)]) rmSync(data, { recursive: true, force: true });
  makeFolders(folders);
  const addresses = addressesOf(await choosePorts('free', {}), {});
  const stack = new Stack(folders, addresses, engineSpecs(folders, addresses, say), say);
  try {
    await stack.start();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function lockOne(dir: string) {
  for (let n = 1; ; n++) {
    const folders = foldersOf(n === 1 ? dir : `${dir}-${n}`);
    makeFolders(folders);
    if (!takeLock(folders)) return folders;
  }
}
