// Real: PostgreSQL, an inventory in a process of its own, and a connection that is cut.
import { createTcpGate, eventually, type ServiceProcess, spawnInventory, type TcpGate } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InventoryClient, inventoryClient } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';

const yesOrNo = [() => true, () => false] as const;
const order = (order_id: string) => ({ product_id: 1, quantity: 1, order_id });

describe('a process that was frozen wakes up with calls whose caller has gone on', () => {
  let database: InventoryDatabase;
  let inventory: ServiceProcess;
  let gate: TcpGate;
  let other: InventoryClient;
  beforeAll(async () => {
    database = await createInventoryDatabase();
    await database.addProducts(1, 100);
    inventory = await spawnInventory(database.url);
    gate = await createTcpGate(`grpc://${inventory.url}`);
    await gate.open();
    other = inventoryClient(inventory.url);
  }, 120_000);
  afterAll(async () => {
    other.close();
    await gate.close();
    await inventory.stop();
    await expectBooksToAddUp(database);
    await database.drop();
  });

  it('nothing happens for them: another instance may have refused them since', async () => {
    const client = inventoryClient(new URL(gate.url).host);
    const reservation = {
      order_id: 'RESERVED',
      lines: [{ product_id: 1, quantity: 1 }],
      ttl_seconds: 60,
      again: false,
    };
    await client.DecreaseStockBatch({ requests: [order('BEFORE')] });
    inventory.kill('SIGSTOP');
    const lost = [
      client.DecreaseStockBatch({ requests: [order('LOST-1'), order('LOST-2')] }),
      client.DecreaseStock(order('LOST-3')),
      client.ReserveBatch({ requests: [reservation] }),
      client.Adjust({ adjustment_id: 'LOST', product_id: 1, quantity: -1, reason: 'broken' }),
    ].map((call) =>
      call.then(
        () => 'answered',
        () => 'lost',
      ),
    );
    // As long as a client at least waits before it takes a server for dead.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await gate.close();
    expect(await Promise.all(lost)).toEqual(['lost', 'lost', 'lost', 'lost']);
    inventory.kill('SIGCONT');
    // At first it refuses whoever may have waited; a channel of the shop asks again by itself.
    await eventually(() => other.DecreaseStock(order('AFTER')).then(...yesOrNo));
    expect(await database.sql('SELECT order_id FROM sales ORDER BY sale_id')).toEqual([
      { order_id: 'BEFORE' },
      { order_id: 'AFTER' },
    ]);
    expect(
      await database.sql('SELECT order_id AS id FROM reservations UNION SELECT adjustment_id FROM adjustments'),
    ).toEqual([]);
    client.close();
  });
});
