import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Component } from './component.ts';
import type { Folders } from './folders.ts';
import { areGone, type Identity, identify, isAlive, killAll, signalAll, treeOf } from './processes/identity.ts';

/** One process that the stack has started. */
export interface Recorded extends Identity {
  name: string;
  stopSignal: NodeJS.Signals;
}

/** `state.json`: who supervises this stack and what it has started, with start times, so that no foreign process is ever touched. */
export interface StackState {
  supervisor: Identity;
  socket: string;
  processes: Recorded[];
}

const END_WITHIN_MS = 10_000;

export function readState(folders: Folders): StackState | undefined {
  try {
    return JSON.parse(readFileSync(folders.state, 'utf8')) as StackState;
  } catch {
    return undefined;
  }
}

export function writeState(folders: Folders, components: Component[]): void {
  const supervisor = identify(process.pid);
  if (!supervisor) return;
  const processes = components.flatMap((component) =>
    component.processes.flatMap(({ part, identity }) =>
      identity ? [{ ...identity, name: part.name, stopSignal: part.stopSignal }] : [],
    ),
  );
  const state: StackState = { supervisor, socket: folders.socket, processes };
  writeFileSync(`${folders.state}.new`, JSON.stringify(state, undefined, 2));
  renameSync(`${folders.state}.new`, folders.state);
}

/** Those of a supervisor that was itself killed which are still running. */
export function leftoversOf(state: StackState): Recorded[] {
  return isAlive(state.supervisor) ? [] : state.processes.filter((recorded) => isAlive(recorded));
}

export async function endLeftovers(state: StackState, say: (line: string) => void): Promise<void> {
  const left = leftoversOf(state);
  if (left.length === 0) return;
  say(
    `left over from a stack that was killed: ${left.map(({ name, pid }) => `${name} (${pid})`).join(', ')}; ending them`,
  );
  const tree = left.flatMap((recorded) => treeOf(recorded));
  signalAll(tree, 'SIGCONT');
  for (const recorded of left) signalAll([recorded], recorded.stopSignal);
  if (!(await areGone(tree, END_WITHIN_MS))) await killAll(tree);
}

/** One supervisor for each folder. Returns the one that has it already, if any. */
export function takeLock(folders: Folders): Identity | undefined {
  const file = `${folders.dir}/supervisor.lock`;
  const me = identify(process.pid);
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(me), { flag: 'wx' });
      return undefined;
    } catch {
      const holder = readLock(folders);
      if (holder && isAlive(holder)) return holder;
      rmSync(file, { force: true });
    }
  }
  return readLock(folders);
}

export function readLock(folders: Folders): Identity | undefined {
  const file = `${folders.dir}/supervisor.lock`;
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Identity;
  } catch {
    return undefined;
  }
}

export function dropLock(folders: Folders): void {
  rmSync(`${folders.dir}/supervisor.lock`, { force: true });
}
