// Real: PostgreSQL behind a gate, and whole inventories.

import { INTERNAL_CHANNEL } from '@app/contracts';
import { SchemaVersionError } from '@app/postgres';
import { createDatabase, createTcpGate, dropDatabase, eventually, type TcpGate } from '@app/testing';
import { credentials, makeClientConstructor } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { service } from 'grpc-health-check';
import { createInventoryDatabase, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let gate: TcpGate;
let inventory: RunningInventory | undefined;

beforeEach(async () => {
  database = await createInventoryDatabase();
  await database.addProducts(1, 100);
  gate = await createTcpGate(database.url);
});
afterEach(async () => {
  await inventory?.close();
  inventory = undefined;
  await gate.close();
  await database.drop();
});

const readiness = async () => (await fetch(`${inventory?.ops}/health/ready`)).status;
/** As a load balancer asks, by grpc.health.v1. */
function servingStatus(address: string): Promise<string> {
  const Health = makeClientConstructor(service, 'Health');
  const health = new Health(address, credentials.createInsecure(), INTERNAL_CHANNEL);
  return new Promise((resolve, reject) => {
    health.Check?.({ service: 'inventory.InventoryService' }, (error: Error | null, reply: { status: string }) => {
      health.close();
      if (error) reject(error);
      else resolve(reply.status);
    });
  });
}
const order = (order_id: string) => ({ product_id: 1, quantity: 1, order_id });

describe('inventory without its database', () => {
  it('starts, says that it is not ready, answers 503 for every call, and recovers by itself', async () => {
    inventory = await startInventory(gate.url);
    const client = inventory.client();
    const unavailable = { code: 14, failure: 'inventory-unavailable' };
    expect(await readiness()).toBe(503);
    expect(await servingStatus(inventory.grpc)).toBe('NOT_SERVING');
    await expect(client.DecreaseStock(order('DOWN'))).rejects.toMatchObject(unavailable);
    await expect(client.GetStock({ product_id: 1 })).rejects.toMatchObject(unavailable);
    await expect(client.Restock({ product_id: 1, quantity: 1, restock_id: 'R' })).rejects.toMatchObject(unavailable);
    expect((await fetch(`${inventory.ops}/health/live`)).status).toBe(200);

    await gate.open();
    await eventually(async () => (await readiness()) === 200, { what: 'ready' });
    expect(await servingStatus(inventory.grpc)).toBe('SERVING');
    expect(await client.DecreaseStock(order('UP'))).toMatchObject({ success: true, current_stock: 99 });
  }, 30_000);

  it('loses it while it runs, and sells again as soon as it is back', async () => {
    await gate.open();
    inventory = await startInventory(gate.url);
    const client = inventory.client();
    await client.DecreaseStock(order('BEFORE'));
    await gate.close();
    await expect(client.DecreaseStock(order('DURING'))).rejects.toMatchObject({ failure: 'inventory-unavailable' });
    await gate.open();
    await eventually(() => client.DecreaseStock(order('DURING')), { what: 'a sale' });
    expect(await database.sql('SELECT count(*)::int AS sales FROM sales')).toEqual([{ sales: 2 }]);
  }, 30_000);

  it('does not start on a schema that is not its own, and says what to run', async () => {
    const empty = await createDatabase('inventory');
    const start = startInventory(empty);
    await expect(start).rejects.toBeInstanceOf(SchemaVersionError);
    await expect(start).rejects.toThrow('npm run migrate -- up');
    await dropDatabase(empty);
  });
});
