import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

/** What a process has used so far, its children and threads included. */
export interface Usage {
  microseconds: number;
  contextSwitches: number;
}

/** Linux only. A child that ends while it is read is left out, which is little. */
export async function usageOf(pid: number): Promise<Usage> {
  const family = await Promise.all((await childrenOf(pid)).map(usageOf));
  const own = {
    microseconds: await ownMicroseconds(pid),
    contextSwitches: await ownSwitches(pid),
  };
  return family.reduce(plus, own);
}

const plus = (a: Usage, b: Usage): Usage => ({
  microseconds: a.microseconds + b.microseconds,
  contextSwitches: a.contextSwitches + b.contextSwitches,
});

/** Without its children. */
export async function ownMicroseconds(pid: number): Promise<number> {
  const stat = await read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * (1e6 / TICKS_PER_SECOND);
}

async function ownSwitches(pid: number): Promise<number> {
  const statuses = await Promise.all((await tasksOf(pid)).map((task) => read(`/proc/${pid}/task/${task}/status`)));
  const counts = statuses.flatMap((status) =>
    [...status.matchAll(/ctxt_switches:\s+(\d+)/g)].map(([, n]) => Number(n)),
  );
  return counts.reduce((sum, n) => sum + n, 0);
}

export async function childrenOf(pid: number): Promise<number[]> {
  const lists = await Promise.all((await tasksOf(pid)).map((task) => read(`/proc/${pid}/task/${task}/children`)));
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

const tasksOf = (pid: number): Promise<string[]> => readdir(`/proc/${pid}/task`).catch(() => []);
const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
