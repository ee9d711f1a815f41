import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Shop } from '../support/shop.ts';
import { childrenOf, ownMicroseconds, usageOf } from './cpu.ts';

/** Microseconds of processor time that each part of the shop has used so far. */
export type CpuByPart = ReadonlyMap<string, number>;

/** A stand-in for MongoDB: reported, in no sum. */
export const STAND_IN = 'MongoDB or its stand-in';

const SERVICES = ['gateway', 'inventory', 'analytics', 'notifications', 'orders', 'payment-simulator'];

/** Databases by the service that owns them. */
const DATABASES = ['inventory', 'notifications', 'orders'];

/** Linux only. What serves one database is that database's; what serves all of them (WAL, checkpoints) is shared. */
export async function cpuByPart(shop: Shop): Promise<CpuByPart> {
  const parts = new Map<string, number>();
  const add = (part: string, microseconds: number) => parts.set(part, (parts.get(part) ?? 0) + microseconds);
  for (const name of SERVICES) add(name, (await usageOf(pidOf(shop, name))).microseconds);
  add('RabbitMQ', (await usageOf(pidOf(shop, 'rabbitmq'))).microseconds);
  add(STAND_IN, (await usageOf(pidOf(shop, 'mongodb'))).microseconds);
  for (const pid of standInPostgres(shop)) add(STAND_IN, (await usageOf(pid)).microseconds);
  const postgres = pidOf(shop, 'postgres');
  for (const pid of [postgres, ...(await childrenOf(postgres))]) {
    const database = DATABASES.find((name) => commandOf(pid).includes(` ${name}_db `));
    add(`PostgreSQL of ${database ?? 'all'}`, await ownMicroseconds(pid));
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
