import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Shop } from '../support/shop.ts';
import { childrenOf, ownMicroseconds } from './cpu.ts';

/** Microseconds of processor time that each part of the shop has used in a time. */
export type CpuByPart = ReadonlyMap<string, number>;

/** A stand-in for MongoDB: reported, in no sum. */
export const STAND_IN = 'MongoDB or its stand-in';

const SERVICES = ['gateway', 'inventory', 'analytics', 'notifications', 'orders', 'payment-simulator'];

/** Databases by the service that owns them. */
const DATABASES = ['inventory', 'notifications', 'orders'];

/** What each process has used since it began, and the part of the shop that it belongs to. */
type CpuByProcess = ReadonlyMap<number, { part: string; microseconds: number }>;

/**
 * Linux only. Counts from now on. What serves one database is that database's; what serves all of them (WAL, checkpoints) is shared.
 * @returns what has been used since; a process that has ended by then is left out, which is little
 */
export async function countCpuByPart(shop: Shop): Promise<() => Promise<CpuByPart>> {
  const before = await cpuByProcess(shop);
  return async () => {
    const parts = new Map<string, number>();
    for (const [pid, { part, microseconds }] of await cpuByProcess(shop)) {
      const used = microseconds - (before.get(pid)?.microseconds ?? 0);
      parts.set(part, (parts.get(part) ?? 0) + used);
    }
    return parts;
  };
}

async function cpuByProcess(shop: Shop): Promise<CpuByProcess> {
  const processes = new Map<number, { part: string; microseconds: number }>();
  const add = async (part: string, pids: number[]) => {
    for (const pid of pids) processes.set(pid, { part, microseconds: await ownMicroseconds(pid) });
  };
  for (const name of SERVICES) await add(name, await treeOf(pidOf(shop, name)));
  await add('RabbitMQ', await treeOf(pidOf(shop, 'rabbitmq')));
  for (const root of [pidOf(shop, 'mongodb'), ...standInPostgres(shop)]) await add(STAND_IN, await treeOf(root));
  for (const pid of await treeOf(pidOf(shop, 'postgres'))) {
    const database = DATABASES.find((name) => commandOf(pid).includes(` ${name}_db `));
    await add(`PostgreSQL of ${database ?? 'all'}`, [pid]);
  }
  return processes;
}

async function treeOf(pid: number): Promise<number[]> {
  return [pid, ...(await Promise.all((await childrenOf(pid)).map(treeOf))).flat()];
}

const pidOf = (shop: Shop, name: string): number => shop.process(name).pid ?? 0;

/** The embedded stand-in keeps its documents in a PostgreSQL of its own, beside the data of this stack. */
function standInPostgres(shop: Shop): number[] {
  const data = join(dirname(shop.endpoints.logs), 'data', 'mongodb-postgres');
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => commandOf(pid).includes(`-D ${data} `));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
