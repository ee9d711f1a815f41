// Real: PostgreSQL and one whole inventory, asked over gRPC.
import { parseEvent } from '@app/contracts';
import { metricOf } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;

beforeAll(async () => {
  database = await createInventoryDatabase();
  await database.addProducts(5, 10, 149_900);
  inventory = await startInventory(database.url);
  client = inventory.client();
});
afterAll(async () => {
  await expectBooksToAddUp(database);
  await inventory.close();
  await database.drop();
});

describe('DecreaseStock', () => {
  it('answers with the sale and the event that is in the outbox, and the read that follows shows it', async () => {
    const reply = await client.DecreaseStock({ product_id: 1, quantity: 2, order_id: 'FIRST', traceparent });
    expect(reply).toMatchObject({ product_id: 1, current_stock: 8, success: true, replayed: false });
    expect(reply.sale).toMatchObject({ total_cents: 299_800, stock_after: 8, product_version: 2 });
    expect(await client.GetStock({ product_id: 1 })).toMatchObject({ current_stock: 8, version: 2, success: true });
    expect(await client.GetSale({ order_id: 'FIRST' })).toEqual(reply.sale);

    const event = JSON.parse(Buffer.from(reply.event).toString());
    expect(parseEvent('product_sold', event)).toMatchObject({ ok: true, event: { event_id: reply.sale?.sale_id } });
    const [row] = await database.sql(
      `SELECT payload::text, traceparent, attempts,
         extract(epoch FROM available_at - created_at)::float8 AS grace FROM outbox WHERE event_id = $1`,
      [reply.sale?.sale_id],
    );
    expect(row).toMatchObject({ payload: Buffer.from(reply.event).toString(), attempts: 0 });
    expect(row?.traceparent).toContain(TRACE);
    expect(row?.grace).toBeCloseTo(15, 0);
  });

  it('replays the same answer, with the stock right after that sale and no event', async () => {
    const request = { product_id: 2, quantity: 1, order_id: 'AGAIN', customer_email: 'buyer@example.com' };
    const first = await client.DecreaseStock(request);
    await client.DecreaseStock({ ...request, order_id: 'BETWEEN' });
    const second = await client.DecreaseStock(request);
    expect(second).toEqual({ ...first, replayed: true, event: Buffer.alloc(0) });
  });

  it.each([
    ['another product', { product_id: 3 }],
    ['another quantity', { quantity: 2 }],
    ['another address', { customer_email: 'other@example.com' }],
  ])('refuses the same order with %s', async (_what, change) => {
    const request = { product_id: 2, quantity: 1, order_id: 'REUSED' };
    await client.DecreaseStock(request);
    await expect(client.DecreaseStock({ ...request, ...change })).rejects.toMatchObject({
      code: 6,
      failure: 'order-id-reused',
    });
  });

  it('does not store a refusal: the same order succeeds after a restock', async () => {
    const request = { product_id: 3, quantity: 11, order_id: 'LATER' };
    await expect(client.DecreaseStock(request)).rejects.toMatchObject({
      code: 9,
      failure: 'insufficient-stock',
      available: 10,
    });
    await client.Restock({ product_id: 3, quantity: 1, restock_id: 'ONE-MORE' });
    expect(await client.DecreaseStock(request)).toMatchObject({ success: true, replayed: false, current_stock: 0 });
  });

  it('an unknown product is not found', async () => {
    const refused = { code: 5, failure: 'product-not-found' };
    await expect(client.DecreaseStock({ product_id: 999, quantity: 1, order_id: 'X' })).rejects.toMatchObject(refused);
    await expect(client.GetStock({ product_id: 999 })).rejects.toMatchObject(refused);
    await expect(client.GetSale({ order_id: 'X' })).rejects.toMatchObject({ code: 5, failure: 'sale-not-found' });
  });

  it('zero and false are on the wire', async () => {
    const reply = await client.DecreaseStock({ product_id: 4, quantity: 10, order_id: 'ALL' });
    expect(reply).toMatchObject({ current_stock: 0, replayed: false, sale: { stock_after: 0 } });
    expect(await client.GetStock({ product_id: 4 })).toMatchObject({ current_stock: 0 });
    const { outcomes } = await client.DecreaseStockBatch({
      requests: [{ product_id: 4, quantity: 1, order_id: 'NONE' }],
    });
    expect(outcomes[0]).toMatchObject({ failure: 'insufficient-stock', available: 0, replayed: false });
  });

  it('a negative quantity changes nothing', async () => {
    const before = await client.GetStock({ product_id: 5 });
    await expect(client.DecreaseStock({ product_id: 5, quantity: -50, order_id: 'MINUS' })).rejects.toMatchObject({
      code: 3,
      failure: 'validation',
      message: expect.stringContaining('quantity'),
    });
    expect(await client.GetStock({ product_id: 5 })).toEqual(before);
  });

  it('refuses a call that has no time left', async () => {
    await expect(client.DecreaseStock({ product_id: 5, quantity: 1, order_id: 'LATE' }, 45)).rejects.toBeDefined();
    await expect(client.GetSale({ order_id: 'LATE' })).rejects.toMatchObject({ failure: 'sale-not-found' });
  });
});

describe('DecreaseStockBatch', () => {
  it('gives each request its own outcome, in order, and a bad one costs nobody else anything', async () => {
    const good = { product_id: 5, quantity: 1, order_id: 'B-1' };
    const { outcomes } = await client.DecreaseStockBatch({
      requests: [
        good,
        { ...good, quantity: 0, order_id: 'B-2' },
        { ...good, order_id: 'B \0 3' },
        { ...good, product_id: 999, order_id: 'B-4' },
        { ...good, quantity: 2_147_483_647, order_id: 'B-5' },
        good,
        { ...good, quantity: 2 },
        { ...good, order_id: 'B-6' },
      ],
    });
    expect(outcomes.map(({ failure, replayed, event }) => [failure, replayed, event.length > 0])).toEqual([
      ['', false, true],
      ['validation', false, false],
      ['validation', false, false],
      ['product-not-found', false, false],
      ['insufficient-stock', false, false],
      ['', true, false],
      ['order-id-reused', false, false],
      ['', false, true],
    ]);
    expect(outcomes[5]?.sale).toEqual(outcomes[0]?.sale);
  });

  it('refuses a total that JSON cannot carry, naming the quantity', async () => {
    await client.CreateProduct({ id: 77, name: 'Island', price_cents: 2 ** 52, currency: 'USD', stock: 9 });
    const request = { product_id: 77, quantity: 3, order_id: 'RICH' };
    const refused = {
      failure: 'validation',
      errors: [{ pointer: '/quantity', detail: 'the total of 3 units would pass 9007199254740991 cents' }],
    };
    const { outcomes } = await client.DecreaseStockBatch({ requests: [request] });
    expect(outcomes[0]).toMatchObject(refused);
    await expect(client.DecreaseStock(request)).rejects.toMatchObject({ ...refused, code: 3 });
    await expect(client.GetSale({ order_id: 'RICH' })).rejects.toMatchObject({ failure: 'sale-not-found' });
  });

  it('refuses a call of more than 1,000 requests', async () => {
    const requests = Array.from({ length: 1_001 }, (_, n) => ({ product_id: 5, quantity: 1, order_id: `N-${n}` }));
    await expect(client.DecreaseStockBatch({ requests })).rejects.toMatchObject({ code: 3, failure: 'validation' });
  });

  it('answers an empty call', async () => {
    expect(await client.DecreaseStockBatch({ requests: [] })).toEqual({ outcomes: [] });
  });
});

describe('numbers for operators', () => {
  it('counts each recorded sale exactly once', async () => {
    const metric = () => metricOf(inventory.ops, 'inventory_sales_total');
    const before = await metric();
    const request = { product_id: 5, quantity: 1, order_id: 'COUNTED' };
    await client.DecreaseStock(request);
    await client.DecreaseStock(request);
    expect(await metric()).toBe(before + 1);
  });
});
