// Real: PostgreSQL and one whole inventory.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { basket, ordersOf } from './baskets.js';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;

beforeAll(async () => {
  database = await createInventoryDatabase();
  await database.addProducts(2, 1_000);
  inventory = await startInventory(database.url);
  client = inventory.client();
});
afterAll(async () => {
  await inventory.close();
  await database.drop();
});

it('no index contains stock, reserved or version, not even as a predicate: a sale rewrites no index', async () => {
  const indexes = await database.sql<{ indexdef: string }>(
    `SELECT indexdef FROM pg_indexes WHERE tablename = 'products' AND schemaname = 'public'`,
  );
  expect(indexes.length).toBeGreaterThan(0);
  for (const { indexdef } of indexes) expect(indexdef).not.toMatch(/\b(stock|reserved|version)\b/);
});

it('sales, reservations, their ends and returns are HOT updates of a product', async () => {
  const { reserve, confirm, release, giveBack } = ordersOf(client);
  for (let n = 0; n < 20; n++) {
    await client.DecreaseStock({ product_id: 1, quantity: 1, order_id: `S-${n}` });
    await reserve(basket(`O-${n}`, [1, 1], [2, 1]));
    await (n % 2 === 0 ? confirm(`O-${n}`) : release(`O-${n}`));
    if (n % 2 === 0) await giveBack(`R-${n}`, `O-${n}`, [1, 1]);
  }
  const counts = async () =>
    (
      await database.sql<{ all: number; hot: number }>(
        `SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = 'products'`,
      )
    )[0];
  // A backend tells its counts when it works again a second later, or when it was idle for ten.
  const found = await eventually(
    async () => {
      const now = await counts();
      return now && now.all >= 110 ? now : undefined;
    },
    { what: 'the counts of all updates', timeoutMs: 25_000 },
  );
  expect(found.hot).toBe(found.all);
});

it('a program of the version before records sales beside this one: its columns are enough', async () => {
  await database.sql(
    `INSERT INTO sales (sale_id, order_id, product_id, product_name, quantity, unit_price_cents, total_cents, currency,
       stock_after, product_version, customer_email, occurred_at, traceparent)
     VALUES (gen_random_uuid(), 'OLD', 1, 'Product 1', 1, 2999, 2999, 'USD', 0, 2, NULL, now(), NULL)`,
  );
  await database.sql('UPDATE products SET stock = stock - 1, version = version + 1 WHERE id = 1');
  expect(await client.GetSale({ order_id: 'OLD' })).toMatchObject({ product_id: 1, quantity: 1 });
});

it('what a program of the version before would oversell is refused by the database', async () => {
  await ordersOf(client).reserve(basket('HOLDS', [2, 900]));
  const oversell = database.sql('UPDATE products SET stock = 800 WHERE id = 2');
  await expect(oversell).rejects.toThrow('products_reserved_check');
});
