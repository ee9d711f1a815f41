import { join } from 'node:path';
import pg from 'pg';
import type { Addresses } from '../../stack/addresses.ts';
import { type HelperEnd, runHelper } from '../../stack/processes/helper.ts';
import type { Version } from './versions.ts';

/** A product with plenty of stock, as every schema keeps it. @returns its id */
export async function stockUp(addresses: Addresses): Promise<number> {
  await query(addresses, 'UPDATE products SET stock = 1000000, initial_stock = 1000000 WHERE id = 1');
  return 1;
}

/** Which of these orders have no sale. */
export async function withoutSale(addresses: Addresses, order_ids: readonly string[]): Promise<string[]> {
  const known = new Set((await query(addresses, 'SELECT order_id FROM sales')).map(({ order_id }) => order_id));
  return order_ids.filter((order_id) => !known.has(order_id));
}

async function query({ inventoryDatabase }: Addresses, sql: string): Promise<{ order_id: string }[]> {
  const client = new pg.Client({ connectionString: inventoryDatabase });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Runs a tool of a version, and throws what it says when it fails. */
export async function tool(version: Version, name: string, args: string[], addresses: Addresses): Promise<void> {
  const { ok, said } = await runTool(version, name, args, addresses);
  if (!ok) throw new Error(`${name} of ${version.name}: ${said}`);
}

export function runTool(
  { dist }: Version,
  name: string,
  args: string[],
  { inventoryDatabase, notificationsDatabase, mongodb }: Addresses,
): Promise<HelperEnd> {
  const env = {
    PATH: process.env.PATH,
    INVENTORY_DATABASE_URL: inventoryDatabase,
    NOTIFICATIONS_DATABASE_URL: notificationsDatabase,
    MONGODB_URI: mongodb,
  };
  return runHelper(process.execPath, [join(dist, 'tools', name, 'main.js'), ...args], { cwd: join(dist, '..'), env });
}
