// Real: PostgreSQL, two inventories on it, each a process of its own, and 50 gRPC connections.
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, type ServiceProcess, spawnInventory } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureBuilt } from '../../../stack/build.ts';
import { basket, ordersOf, resultOf } from './baskets.js';
import { type InventoryClient, inventoryClient } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';

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

/** Deals the work out to all connections; each has one piece under way at a time. */
async function deal<Result>(count: number, work: (n: number, client: InventoryClient) => Promise<Result>) {
  const results: Result[] = [];
  let next = 0;
  const worker = async (client: InventoryClient) => {
    while (next < count) {
      const n = next++;
      results[n] = await work(n, client);
    }
  };
  await Promise.all(clients.map(worker));
  return results;
}

const tally = (results: string[]) => {
  const counts: Record<string, number> = {};
  for (const result of results) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
};
/** After a moment of its own: nobody is always first. */
const soon = async <T>(ask: () => Promise<T>): Promise<T> => {
  await delay(Math.random() * 20);
  return await ask();
};
const anyOf = <T>(values: readonly T[]) => values[Math.floor(Math.random() * values.length)] as T;
const any = (size: number) => 1 + Math.floor(Math.random() * size);
const stocks = () => database.sql('SELECT id, stock, reserved FROM products ORDER BY id');

describe('baskets of several products', () => {
  it('500 of two crosswise lines on stocks of 100 and 60: 60 are sold, nothing is held in the end', async () => {
    await database.addProducts(2, 100);
    await database.sql('UPDATE products SET stock = 60, initial_stock = 60 WHERE id = 2');
    const results = await deal(500, async (n, client) => {
      const orders = ordersOf(client);
      const lines =
        n % 2 === 0
          ? ([
              [1, 1],
              [2, 1],
            ] as const)
          : ([
              [2, 1],
              [1, 1],
            ] as const);
      const reserved = await orders.reserve(
        basket(`O-${n}`, ...lines.map(([id, units]): [number, number] => [id, units])),
      );
      return resultOf(reserved) === 'done' ? resultOf(await orders.confirm(`O-${n}`)) : resultOf(reserved);
    });
    expect(tally(results)).toEqual({ done: 60, 'insufficient-stock': 440 });
    expect(await stocks()).toEqual([
      { id: 1, stock: 40, reserved: 0 },
      { id: 2, stock: 0, reserved: 0 },
    ]);
    await expectBooksToAddUp(database);
  }, 30_000);

  it('mixed with simple sales, cancellations and returns over 20 products: the ledger adds up to the unit', async () => {
    await database.addProducts(20, 80);
    const results = await deal(600, async (n, client) => {
      const { reserve, confirm, release, giveBack } = ordersOf(client);
      if (n % 4 === 0) {
        const sale = { product_id: any(20), quantity: 1, order_id: `O-${n}` };
        return await client.DecreaseStock(sale).then(
          () => 'sold',
          (refused) => refused.failure,
        );
      }
      const products = [...new Set([any(20), any(20), any(20)])];
      const reserved = resultOf(
        await reserve(basket(`O-${n}`, ...products.map((id): [number, number] => [id, any(3)]))),
      );
      if (reserved !== 'done') return reserved;
      if (n % 4 === 1) return `released ${resultOf(await release(`O-${n}`))}`;
      const confirmed = resultOf(await confirm(`O-${n}`));
      return n % 4 === 2
        ? `confirmed ${confirmed}`
        : `returned ${resultOf(await giveBack(`R-${n}`, `O-${n}`, [1, 1]))}`;
    });
    const known = ['sold', 'insufficient-stock', 'released done', 'confirmed done', 'returned done'];
    expect(Object.keys(tally(results)).sort()).toEqual(known.sort());
    expect(await database.sql(`SELECT 1 FROM products WHERE reserved <> 0`)).toEqual([]);
    await expectBooksToAddUp(database);
  }, 60_000);
});

describe('one winner', () => {
  it('confirmation, cancellation and expiry of the same reservation, 400 times: exactly one happens', async () => {
    await database.addProducts(3, 100_000);
    const TIMES = 400;
    const SPREAD_MS = 2_000;
    await deal(TIMES, (n, client) =>
      ordersOf(client).reserve(basket(`O-${n}`, [1 + (n % 3), 2], [1 + ((n + 1) % 3), 1])),
    );
    // Their ends lie evenly in the next seconds, and each is asked for both ways at about the moment of its own.
    await database.sql(
      `UPDATE reservations SET expires_at = clock_timestamp() + make_interval(secs => substr(order_id, 3)::int * $1::float8)`,
      [SPREAD_MS / 1_000 / TIMES],
    );
    const asked = Array.from({ length: TIMES }, async (_, n) => {
      await delay((n * SPREAD_MS) / TIMES + Math.random() * 600);
      const [confirmed, released] = await Promise.all([
        soon(() => ordersOf(anyOf(clients)).confirm(`O-${n}`)),
        soon(() => ordersOf(anyOf(clients)).release(`O-${n}`)),
      ]);
      return { n, confirmed: resultOf(confirmed), released: resultOf(released) };
    });
    const answers = await Promise.all(asked);
    const rows = await database.sql<{ order_id: string; state: string; sales: number }>(
      `SELECT order_id, state, (SELECT count(*)::int FROM sales s WHERE s.order_id = r.order_id) AS sales FROM reservations r`,
    );
    const ends = new Map(rows.map(({ order_id, ...row }) => [order_id, row]));
    for (const { n, confirmed, released } of answers) {
      const story = {
        confirmed: { confirmed: 'done', released: 'reservation-confirmed', sales: 2 },
        released: { confirmed: 'reservation-released', released: 'done', sales: 0 },
        expired: { confirmed: 'reservation-expired', released: 'replayed', sales: 0 },
      }[ends.get(`O-${n}`)?.state as 'confirmed'];
      expect({ confirmed, released, sales: ends.get(`O-${n}`)?.sales }).toEqual(story);
    }
    const winners = tally(rows.map(({ state }) => state));
    for (const state of ['confirmed', 'released', 'expired']) expect(winners[state]).toBeGreaterThan(0);
    expect(await database.sql(`SELECT 1 FROM products WHERE reserved <> 0`)).toEqual([]);
    await expectBooksToAddUp(database);
  }, 60_000);
});

describe('an inventory is killed under load', () => {
  it('its callers ask another one again, and everything has happened once', async () => {
    await database.addProducts(5, 10_000);
    const victim = await spawnInventory(database.url);
    const caller = inventoryClient(victim.url);
    const pending = Array.from({ length: 300 }, async (_, n) => {
      const { reserve, confirm } = ordersOf(caller);
      const other = ordersOf(anyOf(clients));
      const request = basket(`O-${n}`, [1 + (n % 5), 1], [1 + ((n + 1) % 5), 1]);
      await delay(n);
      await reserve(request).catch(() => other.reserve(request));
      return await confirm(`O-${n}`).catch(() => other.confirm(`O-${n}`));
    });
    await delay(150);
    victim.kill('SIGKILL');
    const results = (await Promise.all(pending)).map(resultOf);
    caller.close();
    expect(results.filter((result) => result === 'done' || result === 'replayed')).toHaveLength(300);
    expect(await database.sql('SELECT count(*)::int AS sales FROM sales')).toEqual([{ sales: 600 }]);
    await expectBooksToAddUp(database);
  }, 60_000);
});

describe('no deadlock', () => {
  it('has been met in all of this, not even one that was repaired', async () => {
    await Promise.all(inventories.map((inventory) => inventory.stop()));
    // A backend that ends has told what it counted.
    const others = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'inventory%'`;
    await eventually(async () => (await database.sql(others)).length === 0, { what: 'the end of their connections' });
    const [stats] = await database.sql('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
    expect(stats).toEqual({ deadlocks: '0' });
  });
});
