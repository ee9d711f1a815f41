import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { USUAL_PORTS } from '../../stack/addresses.ts';
import { readEndpoints } from '../../stack/endpoints.ts';
import { CLONE, foldersOf } from '../../stack/folders.ts';
import { isFree } from '../../stack/ports.ts';
import { runHelper } from '../../stack/processes/helper.ts';
import { composeEnvironment, isPort, portsOfCompose } from './compose-ports.ts';

/** What one look found. `warn` does not keep the shop from running. */
export interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  text: string;
  /** What to do about it, as a command where there is one. */
  fix?: string;
}

const GIB = 1024 ** 3;
const CLOCK_TOLERANCE_MS = 2_000;

/** Looks at everything that can keep the shop from running. Changes nothing. */
export async function examine(): Promise<Finding[]> {
  const here = [machine(), node(), packages(), disk(), ...engines(), ...running()];
  const asked = await Promise.all([ports(), schema(), topology(), clock(), docker(), composePorts()]);
  return [...here, ...asked.flat()];
}

const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });
const bad = (state: 'warn' | 'fail', name: string, text: string, fix: string): Finding => ({ name, state, text, fix });

function machine(): Finding {
  const text = `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${Math.round(totalmem() / GIB)} GiB`;
  if (process.platform !== 'linux')
    return bad('warn', 'machine', `${text}: npm start runs on Linux`, 'docker compose up -d --build --wait');
  if (totalmem() < 2 * GIB)
    return bad(
      'warn',
      'machine',
      `${text}: the shop with its engines takes about 1.5 GiB`,
      'close something else first',
    );
  return ok('machine', text);
}

function node(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? ok('node', process.versions.node)
    : bad(
        'fail',
        'node',
        `this is Node ${process.versions.node}, 24 is needed`,
        'npm install   (it brings Node 24 into node_modules)',
      );
}

function packages(): Finding {
  return existsSync(join(CLONE, 'node_modules', '@nestjs', 'core'))
    ? ok('packages', 'installed')
    : bad('fail', 'packages', 'node_modules is missing or not complete', 'npm install');
}

function disk(): Finding {
  const { bavail, bsize } = statfsSync(CLONE);
  const free = (bavail * bsize) / GIB;
  const text = `${free.toFixed(1)} GiB free`;
  return free < 2
    ? bad('warn', 'disk', `${text}: packages, engines and data need about 2`, 'make room')
    : ok('disk', text);
}

async function ports(): Promise<Finding[]> {
  if (readEndpoints(foldersOf('.stack'))?.processes.some(({ pid }) => pid !== null))
    return [ok('ports', 'in use by the stack that runs')];
  const looked = await Promise.all(
    Object.entries(USUAL_PORTS).map(async ([name, { port }]) => ({ name, port, free: await isFree(port) })),
  );
  const taken = looked.filter(({ free }) => !free);
  if (taken.length === 0) return [ok('ports', 'the usual ones are free')];
  const names = taken.map(({ name, port }) => `${port} (${name})`).join(', ');
  return [bad('warn', 'ports', `taken: ${names}`, 'npm start takes free ones instead and prints them')];
}

function engines(): Finding[] {
  const has = (program: string) =>
    (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
  const root = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const rabbit = has('rabbitmq-server') || existsSync('/usr/sbin/rabbitmq-server') || process.env.RABBITMQ_URL;
  const mongo = has('mongod') || has('go') || process.env.MONGODB_URI;
  return [
    rabbit || root
      ? ok('rabbitmq', rabbit ? 'found' : 'will be installed at the first start')
      : bad('fail', 'rabbitmq', 'is not on this machine', 'sudo apt-get install rabbitmq-server, or set RABBITMQ_URL'),
    mongo
      ? ok(
          'mongodb',
          has('mongod')
            ? 'mongod found'
            : process.env.MONGODB_URI
              ? 'MONGODB_URI'
              : 'a mongod is downloaded, or FerretDB built with Go',
        )
      : bad(
          'warn',
          'mongodb',
          'neither mongod nor Go is here: a mongod has to be downloaded',
          'install mongod or Go, or set MONGODB_URI',
        ),
  ];
}

function running(): Finding[] {
  const endpoints = readEndpoints(foldersOf('.stack'));
  const processes = endpoints?.processes.filter(({ pid }) => pid !== null) ?? [];
  if (processes.length === 0) return [ok('stack', 'does not run (npm start)')];
  const sick = processes.filter(({ state }) => state !== 'ready');
  if (sick.length === 0) return [ok('stack', `runs: ${processes.length} processes, all ready`)];
  return sick.map(({ name, state, reason, fix }) =>
    bad('fail', name, `${state}: ${reason ?? 'no reason given'}`, fix ?? `npm run stack -- logs ${name}`),
  );
}

/** Runs a command of the project that says by its exit code whether all is well. */
async function project(name: string, args: string[], fix: string): Promise<Finding> {
  const { ok: good, said } = await runHelper(process.execPath, args, { cwd: CLONE });
  const text = said.split('\n').at(-1) ?? '';
  return good ? ok(name, text) : bad('fail', name, text, fix);
}

function isRunning(): boolean {
  return (
    readEndpoints(foldersOf('.stack'))?.processes.some(
      ({ name, state }) => name === 'inventory' && state === 'ready',
    ) ?? false
  );
}

async function schema(): Promise<Finding[]> {
  return isRunning()
    ? [await project('schema', ['tools/run.ts', 'tools/migrate/main.js', 'status'], 'npm run migrate')]
    : [];
}

async function topology(): Promise<Finding[]> {
  if (!isRunning() || !existsSync(join(CLONE, 'tools', 'topology', 'main.ts'))) return [];
  return [
    await project('topology', ['tools/run.ts', 'tools/topology/main.js', 'check'], 'npm run topology -- declare'),
  ];
}

/** Leases and deadlines are by the database's clock; tokens are by this one. */
async function clock(): Promise<Finding[]> {
  const gateway = readEndpoints(foldersOf('.stack'))?.gateway;
  if (!gateway || !isRunning()) return [];
  const answer = await fetch(`${gateway}/health/live`).catch(() => undefined);
  const apart = Math.abs(Date.parse(answer?.headers.get('date') ?? '') - Date.now());
  if (!Number.isFinite(apart)) return [];
  return [
    apart < CLOCK_TOLERANCE_MS
      ? ok('clock', 'agrees with the gateway')
      : bad('warn', 'clock', `${apart} ms from the gateway's`, 'synchronise the clocks (NTP)'),
  ];
}

async function docker(): Promise<Finding> {
  const { ok: answers, said } = await runHelper('docker', ['version', '--format', '{{.Server.Version}}']);
  if (answers) return ok('docker', `engine ${said}`);
  return bad('warn', 'docker', 'no engine answers: only needed for docker compose', 'npm start needs no Docker');
}

/** Docker reports a taken port when the container that wants it starts, which may be the last. */
async function composePorts(): Promise<Finding> {
  const label = 'label=com.docker.compose.project=storefront';
  const { ok: answers, said } = await runHelper('docker', ['ps', '--quiet', '--filter', label]);
  if (answers && said !== '') return ok('compose', 'its containers run');
  const wanted = portsOfCompose(composeEnvironment());
  const wrong = wanted.filter(({ port }) => !isPort(port)).map(({ variable, port }) => `${variable}=${port}`);
  if (wrong.length > 0)
    return bad('fail', 'compose', `no port: ${wrong.join(', ')}`, 'give a whole number from 1 to 65535 in .env');
  const looked = await Promise.all(wanted.map(async (one) => ({ ...one, free: await isFree(Number(one.port)) })));
  const taken = looked.filter(({ free }) => !free);
  if (taken.length === 0) return ok('compose', 'every port of docker-compose.yml is free');
  const names = taken.map(({ port, service }) => `${port} (${service})`).join(', ');
  const lines = taken.map(({ variable }) => `${variable}=`).join(', ');
  return bad('warn', 'compose', `ports taken: ${names}`, `docker compose needs free ones: set ${lines} in .env`);
}
