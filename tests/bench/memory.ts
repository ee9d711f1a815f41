import { readFile } from 'node:fs/promises';
import type { BenchShop } from './shop.ts';

/** Resident memory of one process of the stack, in MB. */
export async function memoryOf(shop: BenchShop, name: string): Promise<number> {
  const { pid } = shop.process(name);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}
