// Real: PostgreSQL and one whole inventory, asked over gRPC.
import { parseEvent, type ReserveRequest } from '@app/contracts';
import { eventually, metricOf } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { basket, ordersOf } from './baskets.js';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;
let { reserve, confirm, release, giveBack }: ReturnType<typeof ordersOf> = {} as never;

beforeAll(async () => {
  database = await createInventoryDatabase();
  inventory = await startInventory(database.url);
  client = inventory.client();
  ({ reserve, confirm, release, giveBack } = ordersOf(client));
});
afterAll(async () => {
  await inventory.close();
  await database.drop();
});
beforeEach(async () => {
  await database.clear();
  await database.addProducts(3, 10);
});

const stock = async (product_id: number) => {
  const { current_stock, reserved, version } = await client.GetStock({ product_id });
  return { current_stock, reserved, version };
};
/** What has to pass by itself is moved into the past. */
const makeDue = (order_id: string) =>
  database.sql(`UPDATE reservations SET expires_at = clock_timestamp() - interval '1 second' WHERE order_id = $1`, [
    order_id,
  ]);
const expired = (order_id: string) =>
  eventually(async () => (await client.GetReservation({ order_id })).state === 'expired', { what: 'expiry' });

describe('a basket is reserved', () => {
  it('all lines or none; what is held cannot be sold, and every reader sees it', async () => {
    const { reservation, refusal, replayed } = await reserve(basket('A', [1, 4], [2, 10]));
    expect(refusal).toBeNull();
    expect(replayed).toBe(false);
    expect(reservation).toMatchObject({
      order_id: 'A',
      attempt: 1,
      state: 'pending',
      currency: 'USD',
      total_cents: 14 * 2_999,
    });
    expect(reservation?.lines[1]).toMatchObject({
      line: 2,
      product_id: 2,
      product_name: 'Product 2',
      quantity: 10,
      total_cents: 29_990,
    });
    expect(Date.parse(reservation?.expires_at ?? '') - Date.now()).toBeGreaterThan(250_000);
    expect(await stock(1)).toEqual({ current_stock: 6, reserved: 4, version: 2 });
    expect(await stock(2)).toEqual({ current_stock: 0, reserved: 10, version: 2 });
    const { items } = await client.ListProducts({ limit: 10 });
    expect(items.map((item) => item.stock)).toEqual([6, 0, 10]);
    await expect(client.DecreaseStock({ product_id: 2, quantity: 1, order_id: 'S' })).rejects.toMatchObject({
      failure: 'insufficient-stock',
      available: 0,
    });
    await expectBooksToAddUp(database);
  });

  it('names every short line with what is left, and stores nothing: the same order may succeed later', async () => {
    const request = basket('A', [1, 11], [2, 1], [3, 12]);
    expect((await reserve(request)).refusal).toMatchObject({
      failure: 'insufficient-stock',
      errors: [
        { pointer: '/lines/0/quantity', available: 10 },
        { pointer: '/lines/2/quantity', available: 10 },
      ],
    });
    expect(await database.sql('SELECT 1 FROM reservations')).toEqual([]);
    expect(await stock(2)).toMatchObject({ current_stock: 10, reserved: 0 });
    await client.Restock({ product_id: 1, quantity: 1, restock_id: 'R-1' });
    await client.Restock({ product_id: 3, quantity: 2, restock_id: 'R-3' });
    expect((await reserve(request)).refusal).toBeNull();
  });

  it('names every unknown product', async () => {
    expect((await reserve(basket('A', [1, 1], [77, 1], [78, 1]))).refusal).toMatchObject({
      failure: 'product-not-found',
      errors: [{ pointer: '/lines/1/product_id' }, { pointer: '/lines/2/product_id' }],
    });
  });

  it('refuses another total than the expected one and says which it is', async () => {
    expect((await reserve({ ...basket('A', [1, 2]), expected_total_cents: 5_000 })).refusal).toMatchObject({
      failure: 'price-changed',
      total_cents: 5_998,
    });
    expect((await reserve({ ...basket('A', [1, 2]), expected_total_cents: 5_998 })).refusal).toBeNull();
  });

  it('refuses two currencies in one basket, and totals that JSON cannot carry', async () => {
    await client.CreateProduct({ id: 8, name: 'Käse', price_cents: 1, currency: 'EUR', stock: 9 });
    await client.CreateProduct({ id: 9, name: 'Island', price_cents: 2 ** 52, currency: 'USD', stock: 9 });
    expect((await reserve(basket('A', [1, 1], [8, 1]))).refusal).toMatchObject({
      failure: 'validation',
      errors: [{ pointer: '/lines/1/product_id' }],
    });
    expect((await reserve(basket('A', [9, 2], [1, 1]))).refusal).toMatchObject({
      failure: 'validation',
      errors: [{ pointer: '/lines' }],
    });
  });

  it.each<[string, Partial<ReserveRequest>]>([
    ['/lines', { lines: [] }],
    ['/lines', { lines: Array.from({ length: 51 }, (_, n) => ({ product_id: n + 1, quantity: 1 })) }],
    ['/lines/1/product_id', { lines: [1, 1].map((product_id) => ({ product_id, quantity: 1 })) }],
    ['/lines/0/product_id', { lines: [{ product_id: 0, quantity: 1 }] }],
    ['/lines/0/quantity', { lines: [{ product_id: 1, quantity: 0 }] }],
    ['/order_id', { order_id: 'a b' }],
    ['/ttl_seconds', { ttl_seconds: 9 }],
    ['/ttl_seconds', { ttl_seconds: 86_401 }],
    ['/expected_total_cents', { expected_total_cents: -1 }],
    ['/customer_email', { customer_email: 'nobody' }],
  ])('refuses a bad %s', async (pointer, bad) => {
    const { refusal } = await reserve({ ...basket('A', [1, 1]), ...bad });
    expect(refusal).toMatchObject({ failure: 'validation', errors: [{ pointer }] });
  });
});

describe('a repeated reservation', () => {
  it('is answered as it stands; another body is another order', async () => {
    const first = await reserve(basket('A', [1, 2], [2, 1]));
    expect(await reserve(basket('A', [1, 2], [2, 1]))).toEqual({ ...first, replayed: true });
    for (const other of [basket('A', [1, 2]), basket('A', [2, 1], [1, 2]), basket('A', [1, 3], [2, 1])]) {
      expect((await reserve(other)).refusal).toMatchObject({ failure: 'order-id-reused' });
    }
    const elsewhere = { ...basket('A', [1, 2], [2, 1]), customer_email: 'ada@example.org' };
    expect((await reserve(elsewhere)).refusal).toMatchObject({ failure: 'order-id-reused' });
    expect(await stock(1)).toMatchObject({ reserved: 2 });
  });

  it('an order and a simple sale exclude each other, whichever comes first', async () => {
    await reserve(basket('ORDER', [1, 1]));
    const sale = { product_id: 1, quantity: 1, order_id: 'ORDER' };
    await expect(client.DecreaseStock(sale)).rejects.toMatchObject({ failure: 'order-id-reused' });
    await confirm('ORDER');
    await expect(client.DecreaseStock(sale)).rejects.toMatchObject({ failure: 'order-id-reused' });
    await client.DecreaseStock({ ...sale, order_id: 'SALE' });
    expect((await reserve(basket('SALE', [1, 1]))).refusal).toMatchObject({ failure: 'order-id-reused' });
    await expect(client.GetSale({ order_id: 'ORDER' })).rejects.toMatchObject({ failure: 'sale-not-found' });
  });
});

describe('a reservation is confirmed', () => {
  it('as one sale for each line, with the event that is in the outbox; what can be sold stays the same', async () => {
    await reserve({ ...basket('A', [2, 3], [1, 2]), customer_email: 'ada@example.org' });
    const metric = () => metricOf(inventory.ops, 'inventory_sales_total');
    const before = await metric();
    const outcome = await confirm('A');
    expect(outcome).toMatchObject({ refusal: null, replayed: false, reservation: { state: 'confirmed' } });
    expect(outcome.sales).toMatchObject([
      { order_id: 'A', line: 1, product_id: 2, quantity: 3, stock_after: 7, product_version: 3 },
      { order_id: 'A', line: 2, product_id: 1, quantity: 2, stock_after: 8, product_version: 3 },
    ]);
    expect(await metric()).toBe(before + 2);
    expect(await stock(2)).toEqual({ current_stock: 7, reserved: 0, version: 3 });
    const events = outcome.events.map((event) => JSON.parse(Buffer.from(event).toString()));
    expect(events?.map((event) => parseEvent('product_sold', event).ok)).toEqual([true, true]);
    expect(events).toMatchObject([{ line: 1, customer_email: 'ada@example.org', stock_after: 7 }, { line: 2 }]);
    const rows = await database.sql<{ payload: string }>('SELECT payload::text FROM outbox ORDER BY event_id');
    expect(rows.map(({ payload }) => payload)).toEqual(outcome.events.map((event) => Buffer.from(event).toString()));
    await expectBooksToAddUp(database);
  });

  it('again with the same sales and no event', async () => {
    await reserve(basket('A', [1, 2], [2, 2]));
    const first = await confirm('A');
    expect(await confirm('A')).toEqual({ ...first, replayed: true, events: [] });
    expect(await database.sql('SELECT count(*)::int AS sales FROM sales')).toEqual([{ sales: 2 }]);
  });

  it('only while it is pending', async () => {
    expect((await confirm('NOTHING')).refusal).toMatchObject({ failure: 'reservation-not-found' });
    await reserve(basket('A', [1, 2]));
    expect((await confirm('A', 2)).refusal).toMatchObject({ failure: 'reservation-not-found' });
    await release('A');
    expect((await confirm('A')).refusal).toMatchObject({ failure: 'reservation-released' });
    await expectBooksToAddUp(database);
  });

  it('at the price of the moment in which it was reserved', async () => {
    await reserve(basket('A', [1, 2]));
    await database.sql('UPDATE products SET price_cents = 1, version = version + 1 WHERE id = 1');
    expect((await confirm('A')).sales).toMatchObject([{ unit_price_cents: 2_999, total_cents: 5_998 }]);
  });
});

describe('a reservation is released', () => {
  it('its units can be sold again, and the reason is kept', async () => {
    await reserve(basket('A', [1, 10]));
    expect(await release('A', 1, 'declined')).toMatchObject({
      refusal: null,
      replayed: false,
      reservation: { state: 'released', reason: 'declined' },
    });
    expect(await stock(1)).toEqual({ current_stock: 10, reserved: 0, version: 3 });
    expect(await release('A', 1, 'cancelled')).toMatchObject({ replayed: true, reservation: { reason: 'declined' } });
    await expectBooksToAddUp(database);
  });

  it('not any more when it was confirmed', async () => {
    await reserve(basket('A', [1, 1]));
    await confirm('A');
    expect((await release('A')).refusal).toMatchObject({ failure: 'reservation-confirmed' });
  });
});

describe('a reservation expires', () => {
  it('by itself: the units of an abandoned order are sold to the next', async () => {
    await reserve(basket('ABANDONED', [1, 10]));
    await makeDue('ABANDONED');
    await eventually(() => client.DecreaseStock({ product_id: 1, quantity: 10, order_id: 'NEXT' }), { what: 'a sale' });
    expect(await client.GetReservation({ order_id: 'ABANDONED' })).toMatchObject({ state: 'expired', attempt: 1 });
    expect((await confirm('ABANDONED')).refusal).toMatchObject({ failure: 'reservation-expired' });
    expect(await metricOf(inventory.ops, 'inventory_reservations_pending')).toBe(0);
    await expectBooksToAddUp(database);
  });

  it('is a transition: a reservation whose time has passed is confirmed as long as nobody has ended it', async () => {
    await reserve(basket('A', [1, 1]));
    const other = await database.hold(`SELECT pg_advisory_xact_lock(hashtextextended('A', 7))`);
    await makeDue('A');
    const confirming = confirm('A');
    await other.letGo();
    const [outcome, { state }] = [await confirming, await client.GetReservation({ order_id: 'A' })];
    expect(state).toBe(outcome.refusal ? 'expired' : 'confirmed');
    await expectBooksToAddUp(database);
  });

  it('and is reopened as the next attempt, at the prices of now; the one before can do nothing to it', async () => {
    await reserve(basket('A', [1, 4]));
    await makeDue('A');
    await expired('A');
    expect(await reserve(basket('A', [1, 4]))).toMatchObject({ replayed: true, reservation: { state: 'expired' } });
    await database.sql('UPDATE products SET price_cents = 1, version = version + 1 WHERE id = 1');
    const again = await reserve({ ...basket('A', [1, 4]), again: true });
    expect(again).toMatchObject({ replayed: false, reservation: { attempt: 2, state: 'pending', total_cents: 4 } });
    expect((await confirm('A', 1)).refusal).toMatchObject({ failure: 'reservation-expired' });
    expect(await release('A', 1)).toMatchObject({ replayed: true, reservation: { attempt: 1, state: 'expired' } });
    expect(await stock(1)).toMatchObject({ current_stock: 6, reserved: 4 });
    expect((await confirm('A', 2)).sales).toMatchObject([{ total_cents: 4 }]);
    await expectBooksToAddUp(database);
  });
});

describe('units come back', () => {
  beforeEach(async () => {
    await reserve(basket('A', [1, 4], [2, 2]));
    await confirm('A');
  });

  it('once for each return_id, with an event for each line', async () => {
    const outcome = await giveBack('RET-1', 'A', [1, 3], [2, 2]);
    expect(outcome).toMatchObject({
      refusal: null,
      replayed: false,
      reservation: { lines: [{ returned: 3 }, { returned: 2 }] },
    });
    const events = outcome.events.map((event) => JSON.parse(Buffer.from(event).toString()));
    expect(events).toMatchObject([
      { type: 'stock_returned', order_id: 'A', return_id: 'RET-1', line: 1, quantity: 3, stock_after: 9 },
      { line: 2, stock_after: 10 },
    ]);
    expect(events?.map((event) => parseEvent('stock_returned', event).ok)).toEqual([true, true]);
    expect(await giveBack('RET-1', 'A', [1, 3], [2, 2])).toEqual({ ...outcome, replayed: true, events: [] });
    expect(await stock(1)).toMatchObject({ current_stock: 9, reserved: 0 });
    await expectBooksToAddUp(database);
  });

  it('never more than were sold, and not under an id that was used otherwise', async () => {
    await giveBack('RET-1', 'A', [1, 3]);
    expect((await giveBack('RET-1', 'A', [1, 2])).refusal).toMatchObject({ failure: 'return-id-reused' });
    expect((await giveBack('RET-2', 'A', [1, 2], [2, 1])).refusal).toMatchObject({
      failure: 'return-exceeds-sale',
      errors: [{ pointer: '/lines/0/quantity', available: 1 }],
    });
    expect((await giveBack('RET-3', 'A', [3, 1])).refusal).toMatchObject({ failure: 'return-exceeds-sale' });
    expect(await giveBack('RET-4', 'A', [1, 1])).toMatchObject({ refusal: null });
    await expectBooksToAddUp(database);
  });
});

describe('a batch', () => {
  it('gives each request its own outcome, in the order in which they came', async () => {
    const { outcomes } = await client.ReserveBatch({
      requests: [
        basket('A', [1, 6]),
        basket('B', [1, 6]),
        basket('C', [1, 0]),
        basket('D', [1, 4]),
        basket('A', [1, 6]),
      ],
    });
    expect(outcomes.map(({ refusal, replayed }) => refusal?.failure ?? replayed)).toEqual([
      false,
      'insufficient-stock',
      'validation',
      false,
      true,
    ]);
  });
});
