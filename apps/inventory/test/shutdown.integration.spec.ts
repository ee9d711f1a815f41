// Real: PostgreSQL and one whole inventory, stopped in the middle of its work. D20.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Refused } from './inventory-client.js';
import { createInventoryDatabase, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

const CALLERS = 40;

let database: InventoryDatabase;
let inventory: RunningInventory;

beforeEach(async () => {
  database = await createInventoryDatabase();
  await database.addProducts(1, 100_000);
  inventory = await startInventory(database.url);
});
afterEach(() => database.drop());

describe('a stop in the middle of the rush', () => {
  it('answers every sale that it has recorded, and refuses the rest as unavailable', async () => {
    const clients = Array.from({ length: CALLERS }, () => inventory.client());
    const answers: ('sold' | Refused)[] = [];
    let n = 0;
    const buy = async (client: (typeof clients)[number]) => {
      for (let refused = false; !refused; ) {
        const request = { product_id: 1, quantity: 1, order_id: `O-${n++}` };
        const answer = await client.DecreaseStock(request).then(
          () => 'sold' as const,
          (error: Refused) => error,
        );
        answers.push(answer);
        refused = answer !== 'sold';
      }
    };
    const rush = Promise.all(clients.map(buy));
    while (answers.length < 200) await clients[0]?.GetStock({ product_id: 1 });
    const stopped = inventory.stop();
    await rush;
    await stopped;

    const sold = answers.filter((answer) => answer === 'sold').length;
    const refused = answers.filter((answer): answer is Refused => answer !== 'sold');
    expect(await database.sql('SELECT count(*)::int AS sales FROM sales')).toEqual([{ sales: sold }]);
    for (const { code } of refused) expect(code).toBe(14);
    for (const client of clients) client.close();
  }, 30_000);
});
