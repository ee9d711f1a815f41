// Real: PostgreSQL, inventory as an operating-system process, and the relay in front of it.
import { eventually, type ServiceProcess, spawnInventory } from '@app/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type InventoryClient, inventoryClient } from '../../apps/inventory/test/inventory-client.ts';
import { createInventoryDatabase, type InventoryDatabase } from '../../apps/inventory/test/inventory-database.ts';
import { ensureBuilt } from '../../stack/build.ts';
import { createGrpcRelay, type GrpcRelay } from './grpc-relay.ts';

describe('the relay in front of inventory', () => {
  let database: InventoryDatabase;
  let inventory: ServiceProcess;
  let relay: GrpcRelay;
  let caller: InventoryClient;

  beforeAll(async () => {
    await ensureBuilt(() => {});
    database = await createInventoryDatabase();
    await database.addProducts(1, 100);
    inventory = await spawnInventory(database.url);
    relay = await createGrpcRelay(inventory.url);
    caller = inventoryClient(relay.url);
  }, 300_000);

  afterEach(() => relay.release());

  afterAll(async () => {
    caller?.close();
    await relay?.close();
    await inventory?.stop();
    await database?.drop();
  });

  const sell = (order_id: string) => caller.DecreaseStock({ product_id: 1, quantity: 1, order_id });

  it('lets calls through as they are, refusals included', async () => {
    expect(await sell('A')).toMatchObject({ replayed: false, current_stock: 99 });
    await expect(caller.DecreaseStock({ product_id: 999, quantity: 1, order_id: 'B' })).rejects.toMatchObject({
      code: 5,
    });
  });

  it('a request that is held has done nothing', async () => {
    relay.hold('DecreaseStock', 'request');
    const selling = sell('C');
    await eventually(() => relay.held === 1);
    expect(await caller.GetStock({ product_id: 1 })).toMatchObject({ current_stock: 99 });
    relay.release();
    expect(await selling).toMatchObject({ replayed: false, current_stock: 98 });
  });

  it('a reply that is held was done; when the server dies the caller does not know, and asks again', async () => {
    relay.hold('DecreaseStock', 'reply');
    const lost = sell('D').catch((error: { code: number }) => error.code);
    await eventually(() => relay.held === 1);
    inventory.kill('SIGKILL');
    await inventory.ended;
    relay.release('break');
    expect(await lost).toBe(14);
    inventory = await inventory.again();
    expect(await sell('D')).toMatchObject({ replayed: true, current_stock: 97 });
  });

  it('while the server is away a call fails at once', async () => {
    inventory.kill('SIGKILL');
    await inventory.ended;
    await expect(sell('E')).rejects.toMatchObject({ code: 14 });
    inventory = await inventory.again();
    expect(await sell('E')).toMatchObject({ current_stock: 96 });
  });
});
