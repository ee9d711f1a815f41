import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ownMachine } from '../own-machine.ts';
import { INSTANCES } from '../shop/plan.ts';
import type { Fault, Ground } from './fault.ts';

const run = promisify(execFile);
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

const hasFaketime = () => (existsSync(FAKETIME) ? undefined : 'no libfaketime (apt-get install libfaketime)');
const hasNft = () => {
  if (!ownMachine.network) return 'not root, or no network namespace of its own';
  return spawnSync('nft', ['--version']).status === 0 ? undefined : 'no nft (apt-get install nftables)';
};

/** Packets of these links are dropped by the kernel. `requests`: only those that callers send. */
const partition = (name: string, about: string, links: RegExp, lost: 'both' | 'requests', seconds: number): Fault => ({
  name,
  about: `${about} for ${seconds} s (packets dropped by nft)`,
  on: [`link ${links.source}`],
  missing: hasNft,
  async strike({ shop: { network } }) {
    const ports = network.links(links).map((link) => network.ports.get(link));
    const table = `chaos_${name.replaceAll('-', '_')}`;
    const drop = (side: string) => `add rule inet ${table} input tcp ${side} { ${ports.join(', ')} } drop`;
    const rules = [drop('dport'), ...(lost === 'both' ? [drop('sport')] : [])];
    const chain = `add chain inet ${table} input { type filter hook input priority 0; }`;
    await run('nft', [[`add table inet ${table}`, chain, ...rules].join('; ')]);
    await delay(seconds * 1_000);
    await run('nft', [`delete table inet ${table}`]);
  },
});

const CLOCKED = ['inventory', 'orders', 'gateway', 'notifications'] as const;

/** One process of a random service lives an hour in the past or in the future for a while. */
async function shiftClock({ shop, random }: Ground): Promise<void> {
  const name = random.pick<string>(INSTANCES[random.pick(CLOCKED)]);
  const component = shop.component(name);
  const restart = async () => {
    await component.stop();
    await component.start();
    await component.until(['ready'], 60_000);
  };
  const FAKETIME_DONT_FAKE_MONOTONIC = '1';
  const FAKETIME_TIME = random.pick(['+1h', '-1h']);
  shop.extraEnvironment.set(name, { LD_PRELOAD: FAKETIME, FAKETIME: FAKETIME_TIME, FAKETIME_DONT_FAKE_MONOTONIC });
  await restart();
  await delay(10_000);
  shop.extraEnvironment.delete(name);
  await restart();
}

async function useUpDescriptors({ shop, random }: Ground): Promise<void> {
  const { pid } = shop.component(random.pick(INSTANCES.gateway));
  if (!pid) return;
  const used = readdirSync(`/proc/${pid}/fd`).length;
  const usual = /Max open files\s+(\d+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1];
  const limitTo = (files: number | string | undefined) => run('prlimit', ['--pid', String(pid), `--nofile=${files}:`]);
  await limitTo(used);
  await delay(6_000);
  // It may have been killed by the other fault of a pair.
  if (existsSync(`/proc/${pid}`)) await limitTo(usual);
}

async function fillDisk({ shop }: Ground): Promise<void> {
  const { data } = shop.engines.folders;
  const ballast = join(data, 'ballast');
  const { bavail, bsize } = statfsSync(data);
  await run('fallocate', ['-l', String(bavail * bsize), ballast]).catch(() => undefined);
  await delay(6_000);
  rmSync(ballast, { force: true });
  // With its write-ahead log RabbitMQ 3.10 ends its quorum queues, and starts them again only with itself (docs/operations.md, "No consumer").
  await shop.restartBroker();
  for (const engine of ['postgres', 'mongodb']) await shop.component(engine).until(['ready'], 90_000);
}

/** What happens to the machine around the processes. */
export const MACHINE_FAULTS: readonly Fault[] = [
  partition(
    'partition-gateway-rabbitmq',
    'gateways and broker do not reach each other',
    /^gateway-\d>rabbitmq$/,
    'both',
    20,
  ),
  partition(
    'partition-inventory-postgres',
    'inventories and database do not reach each other',
    /^inventory-\d>postgres$/,
    'both',
    20,
  ),
  partition(
    'partition-orders-payment',
    'orders and payment service do not reach each other',
    /^orders-\d>payment-simulator$/,
    'both',
    20,
  ),
  partition(
    'packets-lost-one-way',
    'one inventory does not hear the gateways, they hear it',
    /^gateway-\d>inventory-2$/,
    'requests',
    10,
  ),
  {
    name: 'clock-shift',
    about: 'one process lives an hour in the past or the future for 10 s',
    on: [...CLOCKED],
    missing: hasFaketime,
    strike: shiftClock,
  },
  {
    name: 'descriptors-used-up',
    about: 'a gateway may open no more file or connection for 6 s',
    on: ['gateway'],
    missing: () => (spawnSync('prlimit', ['--version']).status === 0 ? undefined : 'no prlimit'),
    strike: useUpDescriptors,
  },
  {
    name: 'disk-full',
    about: 'the disk of PostgreSQL, RabbitMQ and MongoDB is full for 6 s; then RabbitMQ is restarted',
    on: ['postgres', 'rabbitmq', 'mongodb'],
    missing: () => (ownMachine.disk ? undefined : 'not root, or no mount namespace of its own'),
    strike: fillDisk,
  },
];
