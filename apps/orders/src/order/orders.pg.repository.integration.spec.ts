// Real: PostgreSQL.
import { createPool, type Pool } from '@app/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aReservation } from '../../test/builders.js';
import { createOrdersDatabase, type OrdersDatabase } from '../../test/orders-database.js';
import { placeInHistory } from '../process/run-steps.js';
import { decide, type OrderCommand } from './decide-order.js';
import { evolve, fold } from './evolve-order.js';
import type { Order } from './order.js';
import { OrdersRepository } from './orders.pg.repository.js';

const LEASE_MS = 1_000;

describe('orders_db', () => {
  let database: OrdersDatabase;
  let pool: Pool;
  let one: OrdersRepository;
  let other: OrdersRepository;
  let ids = 0;

  beforeAll(async () => {
    database = await createOrdersDatabase();
    pool = createPool({ url: database.url, max: 8, applicationName: 'spec' });
    one = new OrdersRepository(pool, 'one', LEASE_MS);
    other = new OrdersRepository(pool, 'other', LEASE_MS);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const placingOf = (order_id: string, held_by = 'ada', open_limit = 0) => {
    const expires_at = new Date(Date.now() + 300_000).toISOString();
    const reservation = aReservation({ expires_at });
    const decision = decide(undefined, { type: 'place', placed_by: 'ada', customer_email: 'a@b.example', reservation });
    const events = placeInHistory(undefined, order_id, decision.ok ? decision.events : []);
    return { order: fold(events) as Order, held_by, open_limit, payment_token: 'tok_ok', events };
  };
  const placed = async (order_id = `o-${ids++}`) => {
    const placing = placingOf(order_id);
    expect(await one.place(placing)).toBe('placed');
    return placing.order;
  };
  const appendingOf = (order: Order, command: OrderCommand, due = true) => {
    const decision = decide(order, command);
    const events = placeInHistory(order, order.order_id, decision.ok ? decision.events : []);
    return { order: events.reduce<Order>(evolve, order), before: order.seq, events, messages: [], due, answered: 0 };
  };
  const authorised: OrderCommand = {
    type: 'record',
    outcome: { effect: 'authorise', outcome: 'authorised', payment_id: 'p' },
  };

  it('keeps history and fold together', async () => {
    const order = await placed();
    expect(await one.append(appendingOf(order, authorised))).toBe(true);
    const stored = await one.get(order.order_id);
    expect(stored).toEqual(fold(await one.history(order.order_id)));
    expect(stored).toMatchObject({ state: 'authorised', seq: 3, payment: { state: 'authorised', payment_id: 'p' } });
  });

  it('writes the row and its history together or not at all', async () => {
    const order = await placed();
    const next = `INSERT INTO order_events SELECT order_id, 3, type, version, data, at FROM order_events WHERE order_id = $1 AND seq = 1`;
    await database.sql(next, [order.order_id]);
    await expect(one.append(appendingOf(order, authorised))).rejects.toMatchObject({ code: '23505' });
    expect(await one.get(order.order_id)).toEqual(order);

    const first = placingOf(`o-${ids++}`);
    await database.sql(`INSERT INTO order_events VALUES ($1, 2, 'reserved', 1, '{}', now())`, [first.order.order_id]);
    await expect(one.place(first)).rejects.toMatchObject({ code: '23505' });
    expect(await one.get(first.order.order_id)).toBeUndefined();
    expect(await one.history(first.order.order_id)).toHaveLength(1);
  });

  it('records an order once, whoever tries at the same time', async () => {
    const id = `twice-${ids++}`;
    const results = await Promise.all([one, other, one, other].map((each) => each.place(placingOf(id))));
    expect(results.sort()).toEqual(['exists', 'exists', 'exists', 'placed']);
    expect(await one.history(id)).toHaveLength(2);
  });

  it('takes the next event from one of two who decide at the same time, and nothing of the other', async () => {
    const order = await placed();
    const [a, b] = await Promise.all([
      one.append(appendingOf(order, authorised)),
      other.append(appendingOf(order, { type: 'cancel' })),
    ]);
    expect([a, b].filter(Boolean)).toHaveLength(1);
    expect(await one.history(order.order_id)).toHaveLength(3);
    expect(await one.get(order.order_id)).toEqual(fold(await one.history(order.order_id)));
  });

  it('hands an order to one runner, and to another when its lease has passed', async () => {
    const order = await placed();
    expect(await other.claimOne(order.order_id)).toBeUndefined();
    expect((await other.claim(100)).map((driven) => driven.order.order_id)).not.toContain(order.order_id);
    await database.sql(`UPDATE orders SET lease_until = now() - interval '1 ms' WHERE order_id = $1`, [order.order_id]);
    const claimed = await Promise.all([one.claim(100), other.claim(100)]);
    const mine = claimed.flat().filter((driven) => driven.order.order_id === order.order_id);
    expect(mine).toEqual([{ order, payment_token: 'tok_ok', tries: 0, noticed: 0, answered: 0 }]);
  });

  it('forgets the token when the order has ended, and asks for it no more', async () => {
    const order = await placed();
    expect(await one.append(appendingOf(order, authorised, false))).toBe(true);
    const [row] = await database.sql('SELECT payment_token, run_after, runner FROM orders WHERE order_id = $1', [
      order.order_id,
    ]);
    expect(row).toEqual({ payment_token: null, run_after: null, runner: null });
  });

  it('holds no more than so many open orders for one holder, once they are older than a moment', async () => {
    const held_by = `greedy-${ids++}`;
    for (let n = 0; n < 3; n++) await one.place(placingOf(`${held_by}-${n}`, held_by, 3));
    expect(await one.place(placingOf(`${held_by}-4`, held_by, 3))).toBe('placed');
    await database.sql(`UPDATE orders SET placed_at = placed_at - interval '3 s' WHERE held_by = $1`, [held_by]);
    expect(await one.place(placingOf(`${held_by}-5`, held_by, 3))).toBe('too-many');
    expect(await one.place(placingOf(`${held_by}-6`, `${held_by}-else`, 3))).toBe('placed');
    expect(await one.place(placingOf(`${held_by}-7`, held_by, 0))).toBe('placed');
  });

  it('a notice wakes an order that waits for it, once, and none that has nothing to learn', async () => {
    const order = await placed();
    const driven = { order, payment_token: 'tok_ok', tries: 0, noticed: 0, answered: 0 };
    expect(await one.park(driven, 60_000, 1, 'pending')).toBe(true);
    expect(await other.claim(100)).toEqual([]);
    const id = `n-${ids++}`;
    expect(await one.receiveNotice(id, order.order_id, '{}')).toEqual({ replayed: false, news: true });
    expect(await one.receiveNotice(id, order.order_id, '{}')).toEqual({ replayed: true, news: true });
    expect(await one.receiveNotice(id, 'nobody', '{}')).toBeUndefined();
    const [claimed] = await other.claim(100);
    expect(claimed).toMatchObject({ order, noticed: 1, answered: 0, tries: 1 });
    // What came before the look is answered by it; what comes after keeps the order awake.
    await one.receiveNotice(`n-${ids++}`, order.order_id, '{}');
    expect(await other.park({ ...(claimed as typeof driven), answered: 1 }, undefined, 0)).toBe(true);
    const [again] = await one.claim(100);
    expect(again).toMatchObject({ noticed: 2, answered: 1 });
    expect(await one.park({ ...(again as typeof driven), answered: 2 }, 60_000, 0)).toBe(true);
    expect(await one.claim(100)).toEqual([]);
    const [open] = await database.sql('SELECT count(*)::int AS n FROM payment_notices WHERE applied_at IS NULL');
    expect(open).toEqual({ n: 0 });
  });

  it('a notice that comes while the order ends wakes it, whoever is first', async () => {
    for (let round = 0; round < 20; round++) {
      const order = await placed();
      const declined: OrderCommand = {
        type: 'record',
        outcome: { effect: 'authorise', outcome: 'declined', reason: 'no' },
      };
      await one.append(appendingOf(order, declined));
      const releasing = (await one.get(order.order_id)) as Order;
      const reservation = { state: 'released' as const, reason: 'declined' };
      const released: OrderCommand = {
        type: 'record',
        outcome: { effect: 'release', outcome: 'released', reservation },
      };
      await Promise.all([
        one.append(appendingOf(releasing, released, false)),
        other.receiveNotice(`n-${ids++}`, order.order_id, '{}'),
      ]);
      const mine = (await other.claim(100)).filter((driven) => driven.order.order_id === order.order_id);
      expect(mine).toMatchObject([{ order: { state: 'rejected' }, noticed: 1, answered: 0 }]);
    }
  });

  it('events, notices and leases of the same orders, crosswise and in batches, never wait for each other permanently', async () => {
    const orders = await Promise.all(Array.from({ length: 40 }, () => placed()));
    const shuffled = () => orders.toSorted(() => Math.random() - 0.5);
    for (let round = 0; round < 15; round++) {
      const now = new Map(
        (await Promise.all(orders.map(({ order_id }) => one.get(order_id)))).map((o) => [o?.order_id, o]),
      );
      const refuse = (order: Order) => {
        const before = now.get(order.order_id) as Order;
        return (round % 2 ? one : other).append({ ...appendingOf(before, authorised), order: before, events: [] });
      };
      const results = await Promise.allSettled([
        ...shuffled().map(refuse),
        ...shuffled().map(({ order_id }) => other.receiveNotice(`n-${ids++}`, order_id, '{}')),
        ...shuffled().map(({ order_id }) => one.receiveNotice(`n-${ids++}`, order_id, '{}')),
        one.renew(shuffled().map(({ order_id }) => order_id)),
      ]);
      expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    }
  }, 60_000);

  it('counts what is under way by state, with the age of the oldest and those that are stuck', async () => {
    await database.sql('TRUNCATE orders, order_events, payment_notices');
    const [late, overdue, fine] = [await placed(), await placed(), await placed()];
    await one.append(appendingOf(fine, authorised));
    const ended = await placed();
    await one.append({
      ...appendingOf(ended, authorised),
      order: { ...ended, seq: 3, state: 'completed' },
      due: false,
    });
    const change = (set: string, { order_id }: Order) =>
      database.sql(`UPDATE orders SET ${set} WHERE order_id = $1`, [order_id]);
    expect(await one.statistics()).toMatchObject([
      { state: 'authorised', count: 1, stuck: 0 },
      { state: 'reserved', count: 2, stuck: 0 },
    ]);
    await change(`run_after = now() - interval '61 seconds', placed_at = now() - interval '1 hour'`, late);
    // Tried again and again, so never due for long.
    await change(`run_after = now() + interval '1 minute', expires_at = now() - interval '31 seconds'`, overdue);
    const [, reserved] = await one.statistics();
    expect(reserved).toMatchObject({ state: 'reserved', count: 2, stuck: 2 });
    expect(reserved?.oldest_seconds).toBeGreaterThanOrEqual(3_600);
  });

  it('pages from the newest to the oldest, each order once', async () => {
    await Promise.all(Array.from({ length: 7 }, () => placed()));
    const seen: string[] = [];
    for (let after: Order | undefined; ; ) {
      const page = await one.page(undefined, after, 3);
      seen.push(...page.map(({ order_id }) => order_id));
      if (page.length < 3) break;
      after = page.at(-1);
    }
    const [{ count } = { count: 0 }] = await database.sql<{ count: string }>('SELECT count(*) FROM orders');
    expect(new Set(seen).size).toBe(Number(count));
    expect(seen).toHaveLength(Number(count));
  });
});
