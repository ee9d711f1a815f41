import { type Endpoints, readEndpoints, writeEndpoints } from './endpoints.ts';
import type { Folders } from './folders.ts';
import { readState } from './leftovers.ts';
import { isAlive } from './processes/identity.ts';

/** What endpoints.json says, unless its author is dead: then nothing is ready, and what still runs is named as left over. */
export function truthfulEndpoints(folders: Folders): Endpoints | undefined {
  const endpoints = readEndpoints(folders);
  const state = readState(folders);
  if (!endpoints || (state && isAlive(state.supervisor))) return endpoints;
  const left = new Map(state?.processes.filter((recorded) => isAlive(recorded)).map(({ name, pid }) => [name, pid]));
  const processes = endpoints.processes.map(({ reason, fix, ...entry }) => {
    const pid = left.get(entry.name) ?? null;
    if (pid === null) return { ...entry, pid, state: 'stopped' as const };
    return {
      ...entry,
      pid,
      state: 'waiting' as const,
      reason: 'left over: its supervisor was killed',
      fix: 'npm start, or npm run stack -- down',
    };
  });
  return { ...endpoints, processes };
}

export function rewriteAsStopped(folders: Folders): void {
  const endpoints = truthfulEndpoints(folders);
  if (endpoints) writeEndpoints(folders, endpoints);
}
