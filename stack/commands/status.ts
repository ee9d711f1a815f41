import { addressesOf, USUAL_PORTS } from '../addresses.ts';
import { Component } from '../component.ts';
import { type Endpoints, endpointsOf, type ProcessEntry } from '../endpoints.ts';
import { engineSpecs } from '../engines/index.ts';
import { type Folders, foldersOf } from '../folders.ts';
import { readState } from '../leftovers.ts';
import { isAlive } from '../processes/identity.ts';
import { SERVICES, serviceSpecs } from '../services.ts';
import { truthfulEndpoints } from '../stopped.ts';
import { summary } from '../summary.ts';

export function status({ json }: { json: boolean }): number {
  const folders = foldersOf('.stack');
  const endpoints = truthfulEndpoints(folders) ?? neverStarted(folders);
  if (json) {
    console.log(JSON.stringify(endpoints, undefined, 2));
    return 0;
  }
  const state = readState(folders);
  const runs = state !== undefined && isAlive(state.supervisor);
  console.log(
    runs ? `the stack runs, supervised by pid ${state.supervisor.pid}` : 'no stack runs in this clone (npm start)',
  );
  console.log(processTable(endpoints.processes));
  if (runs) console.log(`\n${summary(endpoints, folders)}`);
  return 0;
}

function neverStarted(folders: Folders): Endpoints {
  const ports = Object.fromEntries(Object.entries(USUAL_PORTS).map(([name, { port }]) => [name, port]));
  const addresses = addressesOf(
    { ...ports, epmd: 0, distribution: 0, mongodbCluster: 0 } as Parameters<typeof addressesOf>[0],
    {},
  );
  const specs = [...engineSpecs(folders, addresses, () => {}), ...serviceSpecs(SERVICES, folders, addresses, {})];
  const quiet = { changed: () => {}, say: () => {}, fatal: () => false };
  return endpointsOf({ addresses, folders, components: specs.map((spec) => new Component(spec, quiet)) });
}

function processTable(processes: ProcessEntry[]): string {
  const rows = processes.map(({ name, state, pid, port, how, reason, fix }) =>
    [
      `  ${name.padEnd(18)} ${state.padEnd(9)} ${String(pid ?? '-').padStart(8)} ${String(port).padStart(6)}  ${reason || how || ''}`.trimEnd(),
      ...(fix ? [`${' '.repeat(43)}to do: ${fix}`] : []),
    ].join('\n'),
  );
  return [`  ${'name'.padEnd(18)} ${'state'.padEnd(9)} ${'pid'.padStart(8)} ${'port'.padStart(6)}`, ...rows].join('\n');
}
