import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one with the same pid. `startTime` is in clock ticks since boot. */
export interface Identity {
  pid: number;
  startTime: string;
  bootId: string;
}

interface Stat {
  pid: number;
  state: string;
  parent: number;
  startTime: string;
}

const bootId = (() => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
})();

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may itself contain spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid, state: fields[0] ?? '', parent: Number(fields[1]), startTime: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

export function identify(pid: number): Identity | undefined {
  const stat = statOf(pid);
  return stat && { pid, startTime: stat.startTime, bootId };
}

export function isAlive(identity: Identity): boolean {
  const stat = statOf(identity.pid);
  return (
    stat !== undefined && stat.state !== 'Z' && stat.startTime === identity.startTime && identity.bootId === bootId
  );
}

/** The process and everything below it, the process first. */
export function treeOf(identity: Identity): Identity[] {
  if (!isAlive(identity)) return [];
  const children = new Map<number, Stat[]>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), stat]);
  }
  const tree: Identity[] = [identity];
  for (const member of tree) {
    for (const child of children.get(member.pid) ?? [])
      tree.push({ pid: child.pid, startTime: child.startTime, bootId });
  }
  return tree;
}

/** Sends a signal to each of them that still lives. */
export function signalAll(identities: Identity[], signal: NodeJS.Signals): void {
  for (const identity of identities) {
    try {
      if (isAlive(identity)) process.kill(identity.pid, signal);
    } catch {
      // It ended in between.
    }
  }
}

/** Whether all of them have ended within this time. */
export async function areGone(identities: Identity[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (identities.some((one) => isAlive(one))) {
    if (Date.now() >= deadline) return false;
    await delay(20);
  }
  return true;
}

const DIES_WITHIN_MS = 5_000;

/** SIGKILL; returns when they have ended, which the kernel does in its own time. */
export async function killAll(identities: Identity[]): Promise<void> {
  signalAll(identities, 'SIGKILL');
  await areGone(identities, DIES_WITHIN_MS);
}
