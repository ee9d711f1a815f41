// Real: PostgreSQL and one whole inventory, asked over gRPC.
import { LIMITS, type ListProductsRequest, type Product } from '@app/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;

const product = { name: 'Käse €', price_cents: 499, currency: 'EUR', stock: 5, created_by: 'ada' };

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

describe('an admin adds products', () => {
  it('with an id of the shop’s choice, also after others were chosen by hand', async () => {
    await client.CreateProduct({ ...product, id: 3 });
    const chosen = await client.CreateProduct({ ...product, id: 500 });
    const next = await client.CreateProduct(product);
    const { created_by, ...created } = product;
    expect(chosen).toEqual({ ...created, id: 500, version: 1 });
    expect(next.id).toBe(501);
  });

  it('keeps numbering after the largest id of all', async () => {
    await client.CreateProduct({ ...product, id: LIMITS.int32 });
    const next = await client.CreateProduct(product);
    expect(next.id).toBeLessThan(1_000);
  });

  it('never twice under one id', async () => {
    const refused = { code: 6, failure: 'product-exists' };
    await expect(client.CreateProduct({ ...product, id: 1 })).rejects.toMatchObject(refused);
  });

  it('ten at once without an id', async () => {
    const created = await Promise.all(Array.from({ length: 10 }, () => client.CreateProduct(product)));
    expect(new Set(created.map(({ id }) => id)).size).toBe(10);
  });

  it.each([
    ['id', { id: 0 }],
    ['name', { name: ' ' }],
    ['name', { name: 'x\0y' }],
    ['name', { name: 'x'.repeat(201) }],
    ['price_cents', { price_cents: -1 }],
    ['price_cents', { price_cents: 2 ** 53 }],
    ['currency', { currency: 'usd' }],
    ['stock', { stock: -1 }],
    ['low_stock_threshold', { low_stock_threshold: -1 }],
  ])('not with a bad %s: %j', async (field, bad) => {
    const refused = { code: 3, failure: 'validation', message: expect.stringContaining(field) };
    await expect(client.CreateProduct({ ...product, ...bad })).rejects.toMatchObject(refused);
  });

  it('with a name of 200 characters that are two UTF-16 units each', async () => {
    const name = '😀'.repeat(200);
    const { id } = await client.CreateProduct({ ...product, name });
    expect((await client.GetProduct({ product_id: id })).name).toBe(name);
  });
});

describe('an admin changes a product', () => {
  const create = async () => {
    const { id } = await client.CreateProduct(product);
    return await client.GetProduct({ product_id: id });
  };

  it('that sells meanwhile: a sale leaves the entity tag', async () => {
    const { id, etag } = await create();
    await client.DecreaseStock({ product_id: id, quantity: 1, order_id: `sold-${id}` });
    expect((await client.GetProduct({ product_id: id })).etag).toBe(etag);
    const changed = await client.UpdateProduct({ ...unchanged(id), if_match: [etag], price_cents: 599 });
    expect(changed).toMatchObject({ id, name: 'Käse €', price_cents: 599, archived: false, catalog_version: 2 });
    expect(await client.GetProduct({ product_id: id })).toEqual(changed);
    expect(await client.GetStock({ product_id: id })).toMatchObject({ price_cents: 599, current_stock: 4, version: 3 });
  });

  it('once out of ten who know the same state', async () => {
    const { id, etag } = await create();
    const names = Array.from({ length: 10 }, (_, index) => `Name ${index}`);
    const answers = await Promise.allSettled(
      names.map((name) => client.UpdateProduct({ ...unchanged(id), if_match: [etag], name })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ failure: 'precondition-failed' });
    }
    expect((await client.GetProduct({ product_id: id })).catalog_version).toBe(2);
  });

  it('sets, changes and removes the threshold', async () => {
    const { id } = await create();
    const set = await client.UpdateProduct({ ...unchanged(id), low_stock_threshold: 0 });
    expect(set.low_stock_threshold).toBe(0);
    const removed = await client.UpdateProduct({ ...unchanged(id), remove_low_stock_threshold: true });
    expect(removed).not.toHaveProperty('low_stock_threshold');
  });

  it.each([
    ['nothing', {}, ''],
    ['a blank name', { name: ' ' }, '/name'],
    ['a price that JSON cannot carry', { price_cents: 2 ** 53 }, '/price_cents'],
  ])('not with %s', async (_, fields, pointer) => {
    await expect(client.UpdateProduct({ ...unchanged(1), ...fields })).rejects.toMatchObject({
      failure: 'validation',
      errors: [{ pointer }],
    });
  });

  it('that does not exist: not found, whatever the tag', async () => {
    const refused = { code: 5, failure: 'product-not-found' };
    await expect(client.UpdateProduct({ ...unchanged(99_999), if_match: ['x'], name: 'x' })).rejects.toMatchObject(
      refused,
    );
    await expect(client.GetProduct({ product_id: 99_999 })).rejects.toMatchObject(refused);
    await expect(client.ListProductChanges({ product_id: 99_999, limit: 0 })).rejects.toMatchObject(refused);
  });

  it('and the history tells who changed what and when, newest first, page by page', async () => {
    const { id } = await create();
    await client.UpdateProduct({ ...unchanged(id), changed_by: 'grace', price_cents: 599 });
    await client.UpdateProduct({ ...unchanged(id), changed_by: 'grace', price_cents: 599 });
    await client.UpdateProduct({ ...unchanged(id), changed_by: 'ada', archived: true });
    const first = await client.ListProductChanges({ product_id: id, limit: 2 });
    const fields = { name: 'Käse €', price_cents: 499, archived: false };
    expect(first.items).toEqual([
      {
        catalog_version: 3,
        changed_at: expect.stringMatching(/^\d{4}-.*Z$/),
        changed_by: 'ada',
        before: { ...fields, price_cents: 599 },
        after: { ...fields, price_cents: 599, archived: true },
      },
      expect.objectContaining({ catalog_version: 2, changed_by: 'grace', before: fields }),
    ]);
    const cursor = first.next_cursor as string;
    const rest = await client.ListProductChanges({ product_id: id, limit: 2, cursor });
    expect(rest).toMatchObject({ items: [{ catalog_version: 1, changed_by: 'ada', before: null, after: fields }] });
    expect(rest).not.toHaveProperty('next_cursor');
    await expect(client.ListProductChanges({ product_id: 1, limit: 2, cursor })).rejects.toMatchObject({
      errors: [{ pointer: '/cursor' }],
    });
  });
});

const unchanged = (product_id: number) => ({
  product_id,
  if_match: ['*'],
  changed_by: 'ada',
  remove_low_stock_threshold: false,
});

describe('what was sold', () => {
  it('keeps its name and price whatever changes', async () => {
    const { id } = await client.CreateProduct(product);
    const order = { product_id: id, quantity: 2, order_id: `kept-${id}` };
    const { sale } = await client.DecreaseStock(order);
    await client.UpdateProduct({ ...unchanged(id), name: 'Other', price_cents: 1 });
    expect(sale).toMatchObject({ product_name: 'Käse €', unit_price_cents: 499, total_cents: 998 });
    expect(await client.GetSale({ order_id: order.order_id })).toEqual(sale);
    expect(await client.DecreaseStock(order)).toMatchObject({ sale, replayed: true });
    const next = await client.DecreaseStock({ ...order, quantity: 1, order_id: `later-${id}` });
    expect(next.sale).toMatchObject({ product_name: 'Other', unit_price_cents: 1 });
  });
});

describe('what was reserved', () => {
  it('is sold under the name and at the price of then, even when it is archived meanwhile', async () => {
    const { id } = await client.CreateProduct(product);
    const order_id = `reserved-${id}`;
    const reserve = { lines: [{ product_id: id, quantity: 1 }], ttl_seconds: 300, again: false };
    await client.ReserveBatch({ requests: [{ ...reserve, order_id }] });
    await client.UpdateProduct({ ...unchanged(id), name: 'Other', price_cents: 1, archived: true });
    const { outcomes } = await client.ConfirmBatch({ requests: [{ order_id, attempt: 1 }] });
    expect(outcomes[0]?.sales).toMatchObject([{ product_name: 'Käse €', unit_price_cents: 499 }]);
    const late = await client.ReserveBatch({ requests: [{ ...reserve, order_id: `late-${id}` }] });
    expect(late.outcomes[0]?.refusal).toMatchObject({
      failure: 'product-archived',
      errors: [{ pointer: '/lines/0/product_id' }],
    });
    const sale = client.DecreaseStock({ product_id: id, quantity: 1, order_id: `archived-${id}` });
    await expect(sale).rejects.toMatchObject({ code: 9, failure: 'product-archived' });
  });
});

describe('a list', () => {
  const list = (request: Partial<ListProductsRequest>) => client.ListProducts({ limit: 0, ...request });
  const namesOf = (items: Product[]) => items.map(({ name }) => name);
  const add = async (name: string, fields: Partial<typeof product> = {}) =>
    (await client.CreateProduct({ ...product, name, ...fields })).id;

  it('is sorted by id, as long as asked for, and goes on where it ended', async () => {
    const first = await list({ limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual([1, 2]);
    const second = await list({ limit: 1, cursor: first.next_cursor });
    expect(second.items.map(({ id }) => id)).toEqual([3]);
  });

  it('finds parts of names without regard to case and accents, in any script', async () => {
    const names = [
      'Große Übergröße',
      'GARÇON manqué',
      'Ελληνικός καφές',
      '猫のマグカップ',
      'Ｗｉｄｅ 100%_\\off',
      'x̃ decomposed é',
    ];
    for (const name of names) await add(name);
    const found = async (q: string) => namesOf((await list({ q })).items);
    expect(await found('UBERGRO')).toEqual([names[0]]);
    expect(await found('grosse')).toEqual([names[0]]);
    expect(await found('garcon')).toEqual([names[1]]);
    expect(await found('ΚΑΦΕΣ')).toEqual([names[2]]);
    expect(await found('マグカ')).toEqual([names[3]]);
    expect(await found('wide')).toEqual([names[4]]);
    expect(await found('100%_\\')).toEqual([names[4]]);
    expect(await found('0%\\')).toEqual([]);
    expect(await found('decomposed e')).toEqual([names[5]]);
    expect(await found('ga')).toEqual([names[1]]);
    expect(await found('猫')).toEqual([names[3]]);
    expect(await found('ﬀ')).toEqual([]);
    expect(await found('\u0301')).toEqual([]);
  });

  it('is sorted by name and by price, both ways, equal ones by id', async () => {
    const ids = [];
    for (const [name, price_cents] of [
      ['zzz b', 2],
      ['zzz Á', 3],
      ['ZZZ a', 2],
      ['zzz c', 1],
    ] as const) {
      ids.push(await add(name, { price_cents }));
    }
    const [b, accent, a, c] = ids;
    const sorted = async (sort: string) => (await list({ q: 'zzz', sort })).items.map(({ id }) => id);
    expect(await sorted('name')).toEqual([accent, a, b, c]);
    expect(await sorted('price_cents')).toEqual([c, b, a, accent]);
    expect(await sorted('-price_cents')).toEqual([accent, a, b, c]);
    const pages = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await list({ q: 'zzz', sort: '-price_cents', limit: 1, cursor });
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(pages).toEqual([accent, a, b, c]);
  });

  it('filters by price and stock; the last unit sold and one that came back are seen at once', async () => {
    const id = await add('filtered', { price_cents: 1_234_567, stock: 1 });
    const range = { min_price_cents: 1_234_567, max_price_cents: 1_234_567 };
    const stocked = async (in_stock: boolean) => (await list({ ...range, in_stock })).items.map(({ id }) => id);
    expect([await stocked(true), await stocked(false)]).toEqual([[id], []]);
    await client.DecreaseStock({ product_id: id, quantity: 1, order_id: `last-${id}` });
    expect([await stocked(true), await stocked(false)]).toEqual([[], [id]]);
    await client.Restock({ product_id: id, quantity: 1, restock_id: `back-${id}` });
    expect([await stocked(true), await stocked(false)]).toEqual([[id], []]);
  });

  it('leaves out what is archived, until it is restored', async () => {
    const id = await add('archivable');
    const listed = async () => (await list({ q: 'archivable' })).items.length;
    await client.UpdateProduct({ ...unchanged(id), archived: true });
    expect(await listed()).toBe(0);
    await client.UpdateProduct({ ...unchanged(id), archived: false });
    expect(await listed()).toBe(1);
  });

  it.each<[string, object]>([
    ['/limit', { limit: 101 }],
    ['/sort', { sort: 'stock' }],
    ['/q', { q: 'x'.repeat(101) }],
    ['/q', { q: 'x'.repeat(10_000) }],
    ['/q', { q: 'a\u0007b' }],
    ['/q', { q: ' ' }],
    ['/min_price_cents', { min_price_cents: 2, max_price_cents: 1 }],
    ['/min_price_cents', { min_price_cents: -1 }],
    ['/cursor', { cursor: 'e30' }],
    ['/cursor', { cursor: 'äöü' }],
  ])('is refused with a bad %s: %j', async (pointer, bad) => {
    await expect(list(bad)).rejects.toMatchObject({ code: 3, failure: 'validation', errors: [{ pointer }] });
  });

  it('does not go on with other filters or another sort', async () => {
    const { next_cursor: cursor } = await list({ limit: 1 });
    for (const other of [{ sort: 'name' }, { q: 'x' }, { in_stock: true }, { min_price_cents: 0 }]) {
      await expect(list({ ...other, cursor })).rejects.toMatchObject({ errors: [{ pointer: '/cursor' }] });
    }
  });
});
