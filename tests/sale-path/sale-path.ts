import { migrate, migrationsFolder } from '@app/postgres';
import {
  createDatabase,
  createVhost,
  dropDatabase,
  dropVhost,
  eventually,
  type ServiceProcess,
  spawnGateway,
  spawnInventory,
} from '@app/testing';
import pg from 'pg';
import { ensureBuilt } from '../../stack/build.ts';

/** A gateway and an inventory, processes of their own on a database and a vhost of their own: enough to sell. */
export interface SalePath {
  /** PostgreSQL of inventory. */
  readonly database: string;
  readonly broker: string;
  readonly inventory: ServiceProcess;
  readonly gateway: ServiceProcess;
  /** Adds a product. @returns its id */
  addProduct(stock: number): Promise<number>;
  /** Ends both and drops what they had. */
  close(): Promise<void>;
}

/** Returns when the gateway has its broker. @param env of both */
export async function startSalePath(env: NodeJS.ProcessEnv = {}): Promise<SalePath> {
  await ensureBuilt(() => {});
  const endings: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    const database = await createDatabase('sale_path');
    endings.push(() => dropDatabase(database));
    await migrate(database, migrationsFolder('inventory'));
    const broker = await createVhost('sale-path');
    endings.push(() => dropVhost(broker));
    const inventory = await spawnInventory(database, env);
    endings.push(() => inventory.stop());
    const gateway = await spawnGateway(broker, [inventory.url], env);
    endings.push(() => gateway.stop());
    const health = async () => (await fetch(`${gateway.url}/health/ready`)).text();
    await eventually(async () => (await health()).includes('events are published'), { timeoutMs: 20_000 });
    return { database, broker, inventory, gateway, addProduct: (stock) => addProduct(database, stock), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addProduct(database: string, stock: number): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query(
      `INSERT INTO products (name, price_cents, currency, stock, initial_stock)
       VALUES ('Test Product', 1250, 'USD', $1, $1) RETURNING id`,
      [stock],
    );
    return rows[0].id;
  } finally {
    await client.end();
  }
}
