import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ownMachine } from '../own-machine.ts';
import { brokerApi } from '../shop/broker.ts';
import { INSTANCES } from '../shop/plan.ts';
import type { ChaosShop } from '../shop/shop.ts';
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

/** Below 50 MB RabbitMQ takes no more messages. */
const LEFT_AT_FIRST = 35_000_000;
const WORK_QUEUE = /^[a-z]+\.(product_sold|orders)$/;

/**
 * A disk that fills up. With not a byte left under load RabbitMQ 3.10 breaks the logs of its queues (docs/operations.md, "No consumer"); its limit is there so
 * that it does not come to that, so the disk is full for the others when RabbitMQ has stopped taking messages and has given out what it had.
 */
async function fillDisk({ shop }: Ground): Promise<void> {
  const { data } = shop.engines.folders;
  const ballast = ['most', 'all'].map((name) => join(data, `ballast-${name}`)) as [string, string];
  try {
    await allocate(data, ballast[0], LEFT_AT_FIRST);
    await brokerIsQuiet(shop);
    await allocate(data, ballast[1], 0);
    await delay(6_000);
  } finally {
    for (const file of ballast) rmSync(file, { force: true });
  }
  for (const engine of ['postgres', 'rabbitmq', 'mongodb']) await shop.component(engine).until(['ready'], 90_000);
}

/** A file that leaves so many bytes of the disk. */
async function allocate(data: string, file: string, left: number): Promise<void> {
  const { bavail, bsize } = statfsSync(data);
  await run('fallocate', ['-l', String(Math.max(bsize, bavail * bsize - left)), file]).catch(() => undefined);
}

/** Gives up after a while: then the disk is full for a broker at work. */
async function brokerIsQuiet(shop: ChaosShop): Promise<void> {
  const ask = <Body>(path: string) => brokerApi<Body[]>(shop, 'GET', path).catch((): Body[] => []);
  for (let looks = 0; looks < 40; looks++) {
    await delay(500);
    const [node] = await ask<{ disk_free_alarm: boolean }>('/nodes');
    const queues = await ask<{ name: string; messages: number }>('/queues');
    const waiting = queues.filter(({ name, messages }) => WORK_QUEUE.test(name) && messages > 0);
    if (node?.disk_free_alarm && queues.length > 0 && waiting.length === 0) return;
  }
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
    about: 'the disk fills up until RabbitMQ takes no more messages, then to the last byte for 6 s',
    on: ['postgres', 'rabbitmq', 'mongodb'],
    missing: () => (ownMachine.disk ? undefined : 'not root, or no mount namespace of its own'),
    strike: fillDisk,
  },
];
