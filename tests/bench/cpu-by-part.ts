import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Shop } from '../support/shop.ts';
import { countUsage, treeOf } from './cpu.ts';

/** Microseconds of processor time that each part of the shop has used in a period. */
export type CpuByPart = ReadonlyMap<string, number>;

/** A stand-in for MongoDB: reported, in no sum. */
export const STAND_IN = 'MongoDB or its stand-in';

const SERVICES = ['gateway', 'inventory', 'analytics', 'notifications', 'orders', 'payment-simulator'];

/** Databases by the service that owns them. */
const DATABASES = ['inventory', 'notifications', 'orders'];

/** Counts from now on. @returns what has been used since */
export async function countCpuByPart(shop: Shop): Promise<() => Promise<CpuByPart>> {
  const used = await countUsage(() => partsOf(shop));
  return async () => new Map([...(await used())].map(([part, { microseconds }]) => [part, microseconds]));
}

/** The part of each process. What serves one database is that database's; what serves all of them (WAL, checkpoints) is shared. */
async function partsOf(shop: Shop): Promise<Map<number, string>> {
  const parts = new Map<number, string>();
  const add = async (part: string, root: number) => {
    for (const pid of await treeOf(root)) parts.set(pid, part);
  };
  for (const name of SERVICES) await add(name, pidOf(shop, name));
  await add('RabbitMQ', pidOf(shop, 'rabbitmq'));
  for (const root of [pidOf(shop, 'mongodb'), ...standInPostgres(shop)]) await add(STAND_IN, root);
  for (const pid of await treeOf(pidOf(shop, 'postgres'))) {
    const database = DATABASES.find((name) => commandOf(pid).includes(` ${name}_db `));
    parts.set(pid, `PostgreSQL of ${database ?? 'all'}`);
  }
  return parts;
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
