// Real: PostgreSQL and one whole inventory, asked over gRPC.
import { LIMITS } from '@app/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basket, ordersOf } from './baskets.js';
import type { InventoryClient, Refused } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;

beforeAll(async () => {
  database = await createInventoryDatabase();
  await database.addProducts(2, 10);
  inventory = await startInventory(database.url);
  client = inventory.client();
});
afterAll(async () => {
  await expectBooksToAddUp(database);
  await inventory.close();
  await database.drop();
});

describe('deliveries', () => {
  it('once per restock_id, however many calls come at once', async () => {
    const request = { product_id: 1, quantity: 7, restock_id: 'R-1' };
    const replies = await Promise.all(Array.from({ length: 20 }, () => client.Restock(request)));
    expect(replies.filter(({ replayed }) => !replayed)).toHaveLength(1);
    for (const reply of replies) expect(reply).toMatchObject({ ...request, current_stock: 17 });
    expect(await client.GetStock({ product_id: 1 })).toMatchObject({ current_stock: 17, version: 2 });
  });

  it('replays the stock right after that restock', async () => {
    const request = { product_id: 2, quantity: 1, restock_id: 'R-2' };
    await client.Restock(request);
    await client.DecreaseStock({ product_id: 2, quantity: 5, order_id: 'O-1' });
    expect(await client.Restock(request)).toMatchObject({ current_stock: 11, replayed: true });
  });

  it.each<[string, object, Partial<Refused>]>([
    ['another body', { quantity: 8, restock_id: 'R-1' }, { code: 6, failure: 'restock-id-reused' }],
    ['an unknown product', { product_id: 999 }, { code: 5, failure: 'product-not-found' }],
    ['more than the stock can count', { quantity: LIMITS.int32 }, { code: 11, failure: 'stock-out-of-range' }],
    ['nothing', { quantity: 0 }, { code: 3, failure: 'validation' }],
    ['a restock_id with a space', { restock_id: 'R 3' }, { code: 3, failure: 'validation' }],
  ])('not with %s', async (_what, change, refused) => {
    const request = { product_id: 1, quantity: 7, restock_id: 'R-3', ...change };
    await expect(client.Restock(request)).rejects.toMatchObject(refused);
    expect(await database.sql(`SELECT 1 FROM restocks WHERE restock_id = 'R-3'`)).toEqual([]);
  });
});

describe('corrections', () => {
  const request = { product_id: 1, quantity: -4, reason: 'broken', adjustment_id: 'A-1' };
  const stockOf = async (product_id: number) => await client.GetStock({ product_id });

  it('once per adjustment_id, however many calls come at once', async () => {
    const { current_stock, version } = await stockOf(1);
    const replies = await Promise.all(Array.from({ length: 20 }, () => client.Adjust(request)));
    expect(replies.filter(({ replayed }) => !replayed)).toHaveLength(1);
    for (const reply of replies) expect(reply).toMatchObject({ ...request, current_stock: current_stock - 4 });
    expect(await stockOf(1)).toMatchObject({ current_stock: current_stock - 4, version: version + 1 });
  });

  it('cannot take what pending orders hold', async () => {
    const { current_stock } = await stockOf(2);
    await ordersOf(client).reserve(basket('HELD', [2, 3]));
    const all = { ...request, product_id: 2, quantity: -current_stock, adjustment_id: 'A-2' };
    await expect(client.Adjust(all)).rejects.toMatchObject({
      code: 9,
      failure: 'insufficient-stock',
      available: current_stock - 3,
    });
    const rest = { ...all, quantity: -(current_stock - 3) };
    expect(await client.Adjust(rest)).toMatchObject({ current_stock: 0 });
    await ordersOf(client).release('HELD');
    expect(await stockOf(2)).toMatchObject({ current_stock: 3, reserved: 0 });
    expect(await client.Adjust(rest)).toMatchObject({ current_stock: 0, replayed: true });
  });

  it.each<[string, object, Partial<Refused>]>([
    ['another quantity', { quantity: 4, adjustment_id: 'A-1' }, { code: 6, failure: 'adjustment-id-reused' }],
    ['another reason', { reason: 'lost', adjustment_id: 'A-1' }, { code: 6, failure: 'adjustment-id-reused' }],
    ['an unknown product', { product_id: 999 }, { code: 5, failure: 'product-not-found' }],
    ['more than the stock can count', { quantity: LIMITS.int32 }, { code: 11, failure: 'stock-out-of-range' }],
    ['nothing', { quantity: 0 }, { code: 3, failure: 'validation' }],
    ['no reason', { reason: ' ' }, { code: 3, failure: 'validation' }],
    ['an adjustment_id with a space', { adjustment_id: 'A 3' }, { code: 3, failure: 'validation' }],
  ])('not with %s', async (_what, change, refused) => {
    await expect(client.Adjust({ ...request, adjustment_id: 'A-3', ...change })).rejects.toMatchObject(refused);
    expect(await database.sql(`SELECT 1 FROM adjustments WHERE adjustment_id = 'A-3'`)).toEqual([]);
  });
});
