import { existsSync, rmSync, statfsSync } from 'node:fs';
import { addressesOf, choosePorts } from './addresses.ts';
import { ensureBuilt } from './build.ts';
import { engineSpecs } from './engines/index.ts';
import { outsideHome } from './engines/os-user.ts';
import { externalEngines, externalSpec } from './external.ts';
import { describe, StackError } from './failure.ts';
import { type Folders, foldersOf, makeFolders } from './folders.ts';
import { dropLock, endLeftovers, readState, takeLock } from './leftovers.ts';
import { migrateAndSeed } from './migrate.ts';
import { releasePorts } from './ports.ts';
import { endHelpers } from './processes/helper.ts';
import type { Say } from './progress.ts';
import { SERVICES, type ServiceRow, serviceSpecs } from './services.ts';
import { Stack } from './stack.ts';

export interface StackOptions {
  /** Where it keeps its data, logs and endpoints.json; relative to the clone. One stack for each folder. */
  dir?: string;
  ports?: 'usual' | 'free';
  /** Which processes beside the engines; `[]` for engines only. Built and migrated before, unless `prepare` is false. */
  services?: ServiceRow[];
  /** Which engines; all three when left out. */
  engines?: ('postgres' | 'rabbitmq' | 'mongodb')[];
  prepare?: boolean;
  /** Throw the data of the last time away. */
  fresh?: boolean;
  /** Engines by URL, ports, and the environment of the services. */
  env?: NodeJS.ProcessEnv;
  say?: Say;
  /** Called with the stack before it starts, so that it can be ended half way. */
  began?: (stack: Stack) => void;
}

const LEAST_FREE_BYTES = 300_000_000;

/** Finds or starts real engines and the services on them; resolves when all that can be ready is. Ends everything when it fails. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { dir = '.stack', ports = 'usual', services = SERVICES, env = process.env, say = () => {} } = options;
  const folders = foldersOf(dir);
  prepareFolders(folders);
  const holder = takeLock(folders);
  if (holder) {
    const fix = `npm run stack -- status   shows it; npm run stack -- down   (or Ctrl-C in its terminal) ends it`;
    throw new StackError(`a stack runs already in ${folders.dir}, pid ${holder.pid}`, fix);
  }
  let stack: Stack | undefined;
  try {
    const before = readState(folders);
    if (before) await endLeftovers(before, say);
    if (options.fresh) deleteData(folders, say);
    const external = await externalEngines(env, say);
    const addresses = addressesOf(await choosePorts(ports, env, folders.id), external);
    const engines = engineSpecs(folders, addresses, say)
      .filter(({ name }) => !options.engines || options.engines.includes(name as 'postgres'))
      .map((spec) => externalSpec(spec.name, external, spec.log) ?? spec);
    stack = new Stack(folders, addresses, [...engines, ...serviceSpecs(services, folders, addresses, env)], say);
    options.began?.(stack);
    const prepare = options.prepare ?? services.length > 0;
    const built = prepare ? ensureBuilt(say) : Promise.resolve();
    built.catch(() => {});
    await stack.start(() => (prepare ? built.then(() => migrateAndSeed(addresses, say)) : built));
    return stack;
  } catch (error) {
    endHelpers();
    if (stack && !stack.isStopping) say('cannot start; ending what was started');
    await stack?.stop();
    releasePorts(folders.id);
    dropLock(folders);
    throw error;
  }
}

function prepareFolders(folders: Folders): void {
  try {
    makeFolders(folders);
  } catch (error) {
    throw new StackError(`cannot write to ${folders.dir}: ${describe(error)}`, 'make that folder writable for you');
  }
  const { bavail, bsize } = statfsSync(folders.data);
  if (bavail * bsize < LEAST_FREE_BYTES) {
    const megabytes = Math.round((bavail * bsize) / 1e6);
    throw new StackError(
      `only ${megabytes} MB are free below ${folders.dir}`,
      `free at least ${LEAST_FREE_BYTES / 1e6} MB for the engines' data`,
    );
  }
}

function deleteData(folders: Folders, say: Say): void {
  const paths = [folders.data, outsideHome(folders)].filter((path) => existsSync(path));
  say(`--fresh: deleting ${paths.join(' and ')} (every product, sale, event and mail record of this stack)`);
  for (const path of paths) rmSync(path, { recursive: true, force: true });
  makeFolders(folders);
}
