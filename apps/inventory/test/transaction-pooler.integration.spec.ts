// Real: two inventories behind one PgBouncer in transaction mode, with fewer sessions than they have connections.
import { hasPgbouncer, type Pgbouncer, startPgbouncer } from '@app/testing';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Refused } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

const BUYERS = 32;
const ORDERS = 400;

const has = await hasPgbouncer();
if (!has) console.warn('PgBouncer is not on this machine: apt-get install pgbouncer. Its specs are left out.');

/** Repeats what a slow machine makes too late; a statement that is not there (`INTERNAL`) is never repeated. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const { code } = error as Refused;
      if (tries === 10 || ![status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.ABORTED].includes(code)) throw error;
    }
  }
}

(has ? describe : describe.skip)('inventory behind a transaction pooler', () => {
  let database: InventoryDatabase;
  let pooler: Pgbouncer;
  let inventories: RunningInventory[] = [];
  beforeAll(async () => {
    database = await createInventoryDatabase();
    await database.addProducts(3, 1_000);
    pooler = await startPgbouncer(database.url, 3);
    const start = () => startInventory(pooler.url, { DATABASE_POOLER: 'transaction' });
    inventories = [await start(), await start()];
  }, 60_000);
  afterAll(async () => {
    for (const inventory of inventories) await inventory.close();
    await pooler.stop();
    await database.drop();
  });

  it('sells, reads and restocks from both at the same time without a failure, and every unit is accounted for', async () => {
    const clients = inventories.map((inventory) => inventory.client());
    const work = async (n: number) => {
      const client = clients[n % 2] as (typeof clients)[number];
      const product_id = 1 + (n % 3);
      const sold = await asked(() => client.DecreaseStock({ product_id, quantity: 1, order_id: `POOLED-${n}` }));
      if (n % 10 === 0) await asked(() => client.Restock({ product_id, quantity: 1, restock_id: `POOLED-${n}` }));
      const { order_id } = await asked(() => client.GetSale({ order_id: `POOLED-${n}` }));
      return [sold.sale?.order_id, order_id];
    };
    const answers: unknown[] = [];
    const buyer = async (first: number) => {
      for (let n = first; n < ORDERS; n += BUYERS) answers[n] = await work(n);
    };
    await Promise.all(Array.from({ length: BUYERS }, (_, first) => buyer(first)));
    expect(answers).toEqual(Array.from({ length: ORDERS }, (_, n) => [`POOLED-${n}`, `POOLED-${n}`]));
    await expectBooksToAddUp(database);
  }, 60_000);
});
