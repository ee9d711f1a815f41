import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

/** Processor time that a process and its children have used, in microseconds. Linux only. */
export async function cpuOf(pid: number): Promise<number> {
  const family = await Promise.all((await childrenOf(pid)).map(cpuOf));
  return (await ownTicks(pid)) * (1e6 / TICKS_PER_SECOND) + family.reduce((sum, time) => sum + time, 0);
}

// A child that ends while it is read has used its time all the same; what it adds is lost, which is little.
async function ownTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
