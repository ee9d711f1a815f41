import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

/** What a process has used. */
export interface Usage {
  microseconds: number;
  contextSwitches: number;
}

/**
 * Linux only. Counts from now on, under the names that `processes` gives to pids; it is asked again at the end, for what began meanwhile.
 * @returns what has been used since; a process that has ended by then is left out, which is little
 */
export async function countUsage(
  processes: () => Promise<ReadonlyMap<number, string>>,
): Promise<() => Promise<Map<string, Usage>>> {
  const before = await usages(await processes());
  return async () => {
    const used = new Map<string, Usage>();
    for (const [pid, { name, usage }] of await usages(await processes())) {
      const since = minus(usage, before.get(pid)?.usage ?? NOTHING);
      used.set(name, plus(used.get(name) ?? NOTHING, since));
    }
    return used;
  };
}

/** A process and all below it. */
export async function treeOf(pid: number): Promise<number[]> {
  return [pid, ...(await Promise.all((await childrenOf(pid)).map(treeOf))).flat()];
}

const NOTHING: Usage = { microseconds: 0, contextSwitches: 0 };

async function usages(processes: ReadonlyMap<number, string>): Promise<Map<number, { name: string; usage: Usage }>> {
  const each = [...processes].map(async ([pid, name]) => {
    const usage = { microseconds: await ownMicroseconds(pid), contextSwitches: await ownSwitches(pid) };
    return [pid, { name, usage }] as const;
  });
  return new Map(await Promise.all(each));
}

const plus = (a: Usage, b: Usage): Usage => ({
  microseconds: a.microseconds + b.microseconds,
  contextSwitches: a.contextSwitches + b.contextSwitches,
});

const minus = (a: Usage, b: Usage): Usage => ({
  microseconds: a.microseconds - b.microseconds,
  contextSwitches: a.contextSwitches - b.contextSwitches,
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

async function childrenOf(pid: number): Promise<number[]> {
  const lists = await Promise.all((await tasksOf(pid)).map((task) => read(`/proc/${pid}/task/${task}/children`)));
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

const tasksOf = (pid: number): Promise<string[]> => readdir(`/proc/${pid}/task`).catch(() => []);
const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
