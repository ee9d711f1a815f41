// Real: PostgreSQL, two inventories on it, each a process of its own, and 50 gRPC connections.
import type { DecreaseStockBatchResponse, DecreaseStockRequest } from '@app/contracts';
import { eventually, type ServiceProcess, spawnInventory } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureBuilt } from '../../../stack/build.ts';
import { type InventoryClient, inventoryClient, type Refused } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';

type Answer = 'sold' | 'replayed' | Refused;

const CONNECTIONS = 50;

let database: InventoryDatabase;
let inventories: ServiceProcess[];
let clients: InventoryClient[];

beforeAll(async () => {
  await ensureBuilt(() => {});
  database = await createInventoryDatabase();
  inventories = await Promise.all([spawnInventory(database.url), spawnInventory(database.url)]);
  clients = Array.from({ length: CONNECTIONS }, (_, n) => inventoryClient((inventories[n % 2] as ServiceProcess).url));
}, 120_000);
afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(inventories.map((inventory) => inventory.stop()));
  await database.drop();
});
beforeEach(() => database.clear());

async function sell(client: InventoryClient, request: DecreaseStockRequest): Promise<Answer> {
  return await client.DecreaseStock(request).then(
    ({ replayed }) => (replayed ? 'replayed' : 'sold'),
    (refused: Refused) => refused,
  );
}

/** Deals the requests out to all connections; each connection has one call open at a time. */
async function sellAll(requests: DecreaseStockRequest[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const work = async (client: InventoryClient) => {
    while (next < requests.length) {
      const index = next++;
      answers[index] = await sell(client, requests[index] as DecreaseStockRequest);
    }
  };
  await Promise.all(clients.map(work));
  return answers;
}

const count = (answers: Answer[], answer: Answer) => answers.filter((one) => one === answer).length;
const order = (order_id: string, product_id = 1) => ({ product_id, quantity: 1, order_id });
const shuffled = <T>(values: T[]) =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

const inBatches = <T>(values: T[], size: number) =>
  Array.from({ length: values.length / size }, (_, n) => values.slice(n * size, (n + 1) * size));

async function rows(): Promise<{ sales: number; events: number }> {
  const [row] = await database.sql<{ sales: number; events: number }>(
    'SELECT (SELECT count(*) FROM sales)::int AS sales, (SELECT count(*) FROM outbox)::int AS events',
  );
  return row as { sales: number; events: number };
}

describe('no oversell', () => {
  it('sells exactly 100 of 500 orders on a stock of 100, and tells the others what is left', async () => {
    await database.addProducts(1, 100);
    const answers = await sellAll(Array.from({ length: 500 }, (_, n) => order(`O-${n}`)));
    const refused = answers.filter((answer): answer is Refused => typeof answer !== 'string');
    expect(count(answers, 'sold')).toBe(100);
    expect(refused).toHaveLength(400);
    for (const one of refused) expect(one).toMatchObject({ failure: 'insufficient-stock', available: 0 });
    expect(await database.sql('SELECT stock, version FROM products')).toEqual([{ stock: 0, version: '101' }]);
    expect(await rows()).toEqual({ sales: 100, events: 100 });
  });
});

describe('the same order sells once', () => {
  it('answers 150 orders, each sent five times, with one sale and four replays', async () => {
    await database.addProducts(1, 1_000);
    const keys = Array.from({ length: 150 }, (_, n) => `O-${n}`);
    const answers = await sellAll(shuffled(keys.flatMap((key) => Array.from({ length: 5 }, () => order(key)))));
    expect(count(answers, 'sold')).toBe(150);
    expect(count(answers, 'replayed')).toBe(600);
    expect(await rows()).toEqual({ sales: 150, events: 150 });
    await expectBooksToAddUp(database);
  });

  it('sells 100 of 500 orders, each sent twice, on a stock of 100: whoever was told "sold" is in the ledger', async () => {
    await database.addProducts(1, 100);
    const orders = shuffled(Array.from({ length: 1_000 }, (_, n) => order(`O-${n % 500}`)));
    const answers = await sellAll(orders);
    const told = new Set(orders.filter((_, n) => typeof answers[n] === 'string').map(({ order_id }) => order_id));
    const recorded = await database.sql<{ order_id: string }>('SELECT order_id FROM sales');
    expect(count(answers, 'sold')).toBe(100);
    expect(told).toEqual(new Set(recorded.map(({ order_id }) => order_id)));
    expect(await rows()).toEqual({ sales: 100, events: 100 });
    await expectBooksToAddUp(database);
  }, 30_000);

  it('refuses the second of two bodies for one order, whichever comes first', async () => {
    await database.addProducts(2, 1_000);
    const answers = await sellAll(Array.from({ length: 400 }, (_, n) => order(`O-${n % 200}`, n < 200 ? 1 : 2)));
    const reused = answers.filter((answer) => typeof answer !== 'string' && answer.failure === 'order-id-reused');
    expect(count(answers, 'sold')).toBe(200);
    expect(reused).toHaveLength(200);
    await expectBooksToAddUp(database);
  });
});

describe('no deadlock', () => {
  const sellBatches = (batches: DecreaseStockRequest[][]) =>
    Promise.all(
      batches.map((requests, n) => (clients[n % CONNECTIONS] as InventoryClient).DecreaseStockBatch({ requests })),
    );
  const failuresOf = (replies: DecreaseStockBatchResponse[]) =>
    replies.flatMap(({ outcomes }) => outcomes.map(({ failure }) => failure));

  it('sells batches over 400 products in random order from both inventories at once', async () => {
    await database.addProducts(400, 100);
    const anyProduct = () => 1 + Math.floor(Math.random() * 400);
    const orders = Array.from({ length: 2_000 }, (_, n) => order(`O-${n}`, anyProduct()));
    const replies = await sellBatches(inBatches(orders, 50));
    expect(new Set(failuresOf(replies))).toEqual(new Set(['']));
    expect(await rows()).toEqual({ sales: 2_000, events: 2_000 });
    await expectBooksToAddUp(database);
  }, 30_000);

  it('sells orders once that reach both inventories at once, in opposite order and for different products', async () => {
    await database.addProducts(2, 10_000);
    const keys = Array.from({ length: 2_000 }, (_, n) => `O-${n}`);
    const failures: string[] = [];
    for (const part of inBatches(keys, 500)) {
      const there = part.map((key) => order(key, 1));
      const back = part.toReversed().map((key) => order(key, 2));
      failures.push(...failuresOf(await sellBatches([there, back])));
    }
    expect(new Set(failures)).toEqual(new Set(['', 'order-id-reused']));
    expect(failures.filter((failure) => failure === '')).toHaveLength(2_000);
    expect(await rows()).toEqual({ sales: 2_000, events: 2_000 });
    await expectBooksToAddUp(database);
  }, 30_000);

  it('has not met one in all of this, not even one that was repaired', async () => {
    await Promise.all(inventories.map((inventory) => inventory.stop()));
    // A backend that ends has told what it counted.
    const others = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'inventory%'`;
    await eventually(async () => (await database.sql(others)).length === 0, { what: 'the end of their connections' });
    const [stats] = await database.sql('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
    expect(stats).toEqual({ deadlocks: '0' });
  });
});
