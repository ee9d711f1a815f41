// Real: PostgreSQL and one whole inventory: what the database says is what the caller learns.
import { createPool } from '@app/postgres';
import { createCommitGate } from '@app/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { basket, ordersOf, resultOf } from './baskets.js';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, expectBooksToAddUp, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;
/** Somebody else's session, for locks that are in the way. */
let other: pg.Client;

beforeAll(async () => {
  database = await createInventoryDatabase();
  inventory = await startInventory(database.url);
  client = inventory.client();
});
afterAll(async () => {
  await inventory.close();
  await database.drop();
});
beforeEach(async () => {
  await database.clear();
  await database.addProducts(2, 100);
  other = new pg.Client(database.url);
  await other.connect();
  await other.query('BEGIN');
});
afterEach(async () => {
  await other.end();
  await expectBooksToAddUp(database);
});

const order = (order_id: string, product_id = 1) => ({ product_id, quantity: 1, order_id });

async function sellTogether(...orders: ReturnType<typeof order>[]): Promise<string[]> {
  const { outcomes } = await client.DecreaseStockBatch({ requests: orders });
  return outcomes.map(({ failure }) => failure || 'sold');
}
const recorded = async () =>
  (await database.sql<{ order_id: string }>('SELECT order_id FROM sales ORDER BY order_id')).map(
    ({ order_id }) => order_id,
  );

describe('one bad request never costs a neighbour its sale', () => {
  it('somebody holds an order_id: only that order is in progress', async () => {
    await other.query(`SELECT pg_advisory_xact_lock(hashtextextended('HELD', 7))`);
    expect(await sellTogether(order('A'), order('HELD'), order('B', 2))).toEqual(['sold', 'order-in-progress', 'sold']);
    await other.query('COMMIT');
    expect(await sellTogether(order('HELD'))).toEqual(['sold']);
    expect(await recorded()).toEqual(['A', 'B', 'HELD']);
  }, 15_000);

  it('somebody holds a product: only its orders are refused, as overload', async () => {
    await other.query('SELECT 1 FROM products WHERE id = 1 FOR UPDATE');
    expect(await sellTogether(order('A'), order('B', 2), order('C'))).toEqual(['overloaded', 'sold', 'overloaded']);
    expect(await recorded()).toEqual(['B']);
  }, 15_000);

  it('another inventory froze while it held a product: its orders are sold as soon as that one is given up', async () => {
    const pool = createPool({ url: database.url, applicationName: 'frozen', max: 1 });
    const frozen = await pool.connect();
    await frozen.query('BEGIN');
    await frozen.query('SELECT 1 FROM products WHERE id = 1 FOR UPDATE');
    expect(await sellTogether(order('A'))).toEqual(['sold']);
    frozen.release(true);
    await pool.end();
  });

  it('the database refuses one row: only that order fails, without internals', async () => {
    await database.sql(`ALTER TABLE sales ADD CONSTRAINT no_poison CHECK (order_id <> 'POISON')`);
    const orders = [...'ABCDEFG'].map((id) => order(id));
    const { outcomes } = await client.DecreaseStockBatch({ requests: [...orders, order('POISON'), order('H', 2)] });
    await database.sql('ALTER TABLE sales DROP CONSTRAINT no_poison');
    expect(outcomes.filter(({ failure }) => failure === '')).toHaveLength(8);
    expect(outcomes[7]).toMatchObject({ failure: 'upstream-error', message: 'The order failed; nothing was changed' });
    expect(await recorded()).toEqual([...'ABCDEFGH']);
  });
});

describe('a commit that fails is not a sale', () => {
  /** Deferred: it runs inside COMMIT. */
  const atCommit = async (statement: string) => {
    await database.sql(`
      CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.order_id = 'DOOMED' THEN ${statement}; END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON sales DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION at_commit()`);
  };
  afterEach(() => database.sql('DROP FUNCTION at_commit CASCADE'));

  it('refused: the neighbours sell, the one to blame does not', async () => {
    await atCommit(`RAISE check_violation USING MESSAGE = 'no'`);
    expect(await sellTogether(order('A'), order('DOOMED'), order('B'))).toEqual(['sold', 'upstream-error', 'sold']);
    expect(await recorded()).toEqual(['A', 'B']);
    expect(await database.sql('SELECT stock FROM products WHERE id = 1')).toEqual([{ stock: 98 }]);
  });

  it('a serialisation failure is tried again without the caller noticing', async () => {
    await database.sql('CREATE SEQUENCE tries');
    await atCommit(`IF nextval('tries') = 1 THEN RAISE serialization_failure; END IF`);
    expect(await sellTogether(order('A'), order('DOOMED'))).toEqual(['sold', 'sold']);
    await database.sql('DROP SEQUENCE tries');
  });

  it('the session dies in COMMIT: unknown, and the same order_id then tells the truth', async () => {
    await atCommit('PERFORM pg_terminate_backend(pg_backend_pid())');
    expect(await sellTogether(order('DOOMED'))).toEqual(['outcome-unknown']);
    await database.sql('DROP TRIGGER at_commit ON sales');
    expect(await sellTogether(order('DOOMED'))).toEqual(['sold']);
    expect(await recorded()).toEqual(['DOOMED']);
  });
});

describe('the answer to COMMIT is lost', () => {
  it('unknown, and the same order_id is replayed: it was sold once', async () => {
    const gate = await createCommitGate(database.url);
    const behindGate = await startInventory(gate.url);
    const caller = behindGate.client();
    expect(await caller.DecreaseStock(order('WARM-UP'))).toMatchObject({ success: true });
    gate.loseNextCommit();
    await expect(caller.DecreaseStock(order('LOST'))).rejects.toMatchObject({ code: 4, failure: 'outcome-unknown' });
    expect(await caller.DecreaseStock(order('LOST'))).toMatchObject({ replayed: true, current_stock: 98 });
    expect(await recorded()).toEqual(['LOST', 'WARM-UP']);
    await behindGate.close();
    await gate.close();
  });

  it.each(['reserve', 'confirm', 'release', 'giveBack'] as const)(
    'of %s: the same call then tells the truth',
    async (call) => {
      const gate = await createCommitGate(database.url);
      const behindGate = await startInventory(gate.url);
      const orders = ordersOf(behindGate.client());
      const calls = {
        reserve: () => orders.reserve(basket('LOST', [1, 2], [2, 1])),
        confirm: () => orders.confirm('LOST'),
        release: () => orders.release('LOST'),
        giveBack: () => orders.giveBack('RET', 'LOST', [1, 2]),
      };
      const before = {
        reserve: [],
        confirm: [calls.reserve],
        release: [calls.reserve],
        giveBack: [calls.reserve, calls.confirm],
      };
      for (const earlier of before[call]) await earlier();
      gate.loseNextCommit();
      expect(resultOf(await calls[call]())).toBe('outcome-unknown');
      expect(resultOf(await calls[call]())).toBe('replayed');
      await behindGate.close();
      await gate.close();
    },
  );
});
