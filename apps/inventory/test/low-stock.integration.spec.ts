// Real: PostgreSQL and one whole inventory, asked over gRPC. What is read from the outbox is what gateways publish.
import { parseEvent } from '@app/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;

beforeAll(async () => {
  database = await createInventoryDatabase();
  inventory = await startInventory(database.url);
  client = inventory.client();
});
afterAll(async () => {
  await inventory.close();
  await database.drop();
});

const create = async (stock: number, low_stock_threshold?: number) =>
  (await client.CreateProduct({ name: 'Mug', price_cents: 100, currency: 'USD', stock, low_stock_threshold })).id;
let orders = 0;
const sell = (product_id: number, quantity: number) =>
  client.DecreaseStock({ product_id, quantity, order_id: `low-${++orders}` });
const restock = (product_id: number, quantity: number) =>
  client.Restock({ product_id, quantity, restock_id: `low-${++orders}` });
const setThreshold = (product_id: number, low_stock_threshold?: number) =>
  client.UpdateProduct({
    product_id,
    if_match: ['*'],
    changed_by: 'ada',
    low_stock_threshold,
    remove_low_stock_threshold: low_stock_threshold === undefined,
  });

/** The events of a product, each valid, as [stock, threshold]. */
async function fallsOf(id: number): Promise<number[][]> {
  const rows = await database.sql<{ payload: object }>(
    `SELECT payload FROM outbox WHERE payload->>'type' = 'stock_low' AND payload->>'product_id' = $1 ORDER BY created_at`,
    [id],
  );
  return rows.map(({ payload }) => {
    const parsed = parseEvent('stock_low', payload);
    if (!parsed.ok) throw new Error(parsed.reason);
    return [parsed.event.stock, parsed.event.threshold];
  });
}

it('is told once by the sale that reaches the threshold, and again only after the stock has recovered', async () => {
  const id = await create(25, 20);
  await sell(id, 4);
  expect(await fallsOf(id)).toEqual([]);
  await sell(id, 1);
  await sell(id, 1);
  await restock(id, 2);
  await sell(id, 2);
  expect(await fallsOf(id)).toEqual([[20, 20]]);
  await restock(id, 3);
  await sell(id, 10);
  expect(await fallsOf(id)).toEqual([
    [20, 20],
    [12, 20],
  ]);
});

it('is told once when a hundred sell at the same moment', async () => {
  const id = await create(100, 50);
  await Promise.all(Array.from({ length: 100 }, () => sell(id, 1)));
  expect(await fallsOf(id)).toEqual([[50, 50]]);
  expect((await sell(id, 1).catch((refused) => refused)).failure).toBe('insufficient-stock');
});

it('is told of what is held, because that cannot be sold; units that come back and are held again are no second fall', async () => {
  const id = await create(11, 10);
  for (const attempt of [1, 2, 3]) {
    const order_id = `held-${id}-${attempt}`;
    const lines = [{ product_id: id, quantity: 1 }];
    await client.ReserveBatch({ requests: [{ order_id, lines, ttl_seconds: 300, again: false }] });
    expect((await fallsOf(id)).length).toBe(attempt);
    await client.ReleaseBatch({ requests: [{ order_id, attempt: 1, reason: 'cancelled' }] });
  }
  const flapping = await create(21, 20);
  for (const n of [1, 2, 3]) {
    const order_id = `flap-${n}`;
    const lines = [{ product_id: flapping, quantity: 1 }];
    await client.ReserveBatch({ requests: [{ order_id, lines, ttl_seconds: 300, again: false }] });
    await client.ReleaseBatch({ requests: [{ order_id, attempt: 1, reason: 'cancelled' }] });
  }
  expect(await fallsOf(flapping)).toEqual([[20, 20]]);
});

it('is told of a correction', async () => {
  const id = await create(10, 5);
  await client.Adjust({ product_id: id, quantity: -6, reason: 'broken', adjustment_id: `broken-${id}` });
  expect(await fallsOf(id)).toEqual([[4, 5]]);
});

it('is not told when a threshold is set below which the stock lies already, and not without one', async () => {
  const id = await create(5);
  await sell(id, 1);
  await setThreshold(id, 10);
  await sell(id, 1);
  await setThreshold(id);
  await sell(id, 3);
  expect(await fallsOf(id)).toEqual([]);
});
