import { createVhost, dropVhost, eventually, type ServiceProcess, spawnGateway, spawnInventory } from '@app/testing';
import { createInventoryDatabase, type InventoryDatabase } from '../../apps/inventory/test/inventory-database.js';
import { ensureBuilt } from '../../stack/build.ts';

/** A gateway and an inventory, processes of their own on a database and a vhost of their own: enough to sell. */
export interface SalePath {
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
    const database = await createInventoryDatabase();
    endings.push(() => database.drop());
    const broker = await createVhost('sale-path');
    endings.push(() => dropVhost(broker));
    const inventory = await spawnInventory(database.url, env);
    endings.push(() => inventory.stop());
    const gateway = await spawnGateway(broker, [inventory.url], env);
    endings.push(() => gateway.stop());
    const health = async () => (await fetch(`${gateway.url}/health/ready`)).text();
    await eventually(async () => (await health()).includes('events are published'), { timeoutMs: 20_000 });
    return { broker, inventory, gateway, addProduct: (stock) => addProduct(database, stock), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addProduct({ sql }: InventoryDatabase, stock: number): Promise<number> {
  const [product] = await sql<{ id: number }>(
    `INSERT INTO products (name, price_cents, currency, stock, initial_stock)
     VALUES ('Test Product', 1250, 'USD', $1, $1) RETURNING id`,
    [stock],
  );
  return (product as { id: number }).id;
}
