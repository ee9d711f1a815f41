// Real: PostgreSQL and one whole inventory, asked over gRPC, while 200 changes a second are made to its products.
import type { ListProductsRequest } from '@app/contracts';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startChanges } from './catalog-changes.js';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

const PRODUCTS = 1_200;
/** Products whose number ends in 0 are left alone: what the pages have to show exactly once. */
const isLeftAlone = (id: number) => id % 10 === 0;

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;

beforeAll(async () => {
  database = await createInventoryDatabase();
  await database.sql(
    `INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
     SELECT id, 'Product ' || md5(id::text), id * 7919 % 500, 'USD', 2, 2 FROM generate_series(1, $1::int) id`,
    [PRODUCTS],
  );
  await database.sql(`SELECT setval('products_id_seq', 1000000)`);
  inventory = await startInventory(database.url);
  client = inventory.client();
});
afterAll(async () => {
  await inventory.close();
  await database.drop();
});

const QUESTIONS: Partial<ListProductsRequest>[] = [
  { sort: 'id' },
  { sort: 'name' },
  { sort: 'price_cents' },
  { sort: '-price_cents' },
  { sort: 'name', in_stock: true },
  { sort: 'price_cents', q: 'product', min_price_cents: 0, max_price_cents: 400 },
];

it.each(QUESTIONS)(
  '%j: no product that nobody touched is skipped or shown twice, whatever happens around it',
  async (question) => {
    const expected = (await allOf(question)).filter(isLeftAlone);
    expect(expected.length).toBeGreaterThan(40);
    const changes = startChanges(inventory.client(), { perSecond: 200, products: PRODUCTS, isLeftAlone });
    try {
      for (let pass = 0; pass < 3; pass++) {
        expect((await allOf(question)).filter(isLeftAlone)).toEqual(expected);
      }
    } finally {
      const { made, failures } = await changes.stop();
      expect(failures).toEqual([]);
      expect(made).toBeGreaterThan(20);
    }
  },
);

/** Ids of all pages, in their order. */
async function allOf(question: Partial<ListProductsRequest>): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    // Refused on a machine that cannot keep up with the changes, a page is asked for again.
    const page = await eventually(() => client.ListProducts({ ...question, limit: 37, cursor }), { everyMs: 5 });
    ids.push(...page.items.map(({ id }) => id).filter((id) => id <= PRODUCTS));
    cursor = page.next_cursor;
  }
  return ids;
}
