// Real: PostgreSQL (orders' and inventory's databases).
import { migrate, migrationsFolder } from '@app/postgres';
import { createDatabase, dropDatabase } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { OrderCommand } from '../../apps/orders/src/order/decide-order.js';
import { fold } from '../../apps/orders/src/order/evolve-order.js';
import type { Order } from '../../apps/orders/src/order/order.js';
import { OrdersRepository } from '../../apps/orders/src/order/orders.pg.repository.js';
import { AUTHORISED, CAPTURED, CONFIRMED, PLACE, tellAll } from '../../apps/orders/test/builders.js';
import type { LedgerItem } from './ledger.http.js';
import { verifyOrders } from './orders.pg.js';

let urls: { orders: string; inventory: string };
let orders: pg.Pool;
let inventory: pg.Pool;
let ledger: Map<string, LedgerItem[]>;

beforeAll(async () => {
  urls = { orders: await createDatabase('verify'), inventory: await createDatabase('verify') };
  await migrate(urls.orders, migrationsFolder('orders'));
  await migrate(urls.inventory, migrationsFolder('inventory'));
  [orders, inventory] = [
    new pg.Pool({ connectionString: urls.orders }),
    new pg.Pool({ connectionString: urls.inventory }),
  ];
});
afterAll(async () => {
  await Promise.all([orders.end(), inventory.end()]);
  await Promise.all(Object.values(urls).map(dropDatabase));
});

const DECLINED: OrderCommand = { type: 'record', outcome: { effect: 'authorise', outcome: 'declined', reason: 'no' } };
const RELEASED: OrderCommand = {
  type: 'record',
  outcome: { effect: 'release', outcome: 'released', reservation: { state: 'released', reason: 'declined' } },
};
const REFUND: OrderCommand = { type: 'refund', refund_id: 'R', lines: [{ line: 1, quantity: 1 }], restock: true };
const PAID: OrderCommand = { type: 'record', outcome: { effect: 'refund', outcome: 'refunded', refund_id: 'R' } };
const RESTOCKED: OrderCommand = {
  type: 'record',
  outcome: { effect: 'restock', outcome: 'restocked', refund_id: 'R' },
};
const SOLD = [PLACE, AUTHORISED, CONFIRMED, CAPTURED];

/** An order with this history, and what inventory and the payment service have to say of it. */
async function enter(order_id: string, units: string, commands: OrderCommand[]): Promise<Order> {
  const history = tellAll(...commands).history.map((event) => ({ ...event, order_id }));
  const repository = new OrdersRepository(orders, 'spec', 1_000);
  const placed = fold(history.slice(0, 2)) as Order;
  const order = fold(history) as Order;
  await repository.place({
    order: placed,
    held_by: 'a',
    open_limit: 0,
    payment_token: 't',
    events: history.slice(0, 2),
  });
  const rest = { order, before: 2, events: history.slice(2), messages: [], due: false, answered: 0 };
  if (rest.events.length > 0) await repository.append(rest);
  await inventory.query(
    `INSERT INTO reservations VALUES ($1, 1, $2, NULL, 'USD', $3, NULL, now(), CASE WHEN $2 <> 'pending' THEN now() END, NULL)`,
    [order_id, units, order.total_cents],
  );
  for (const { line, product_id, quantity } of order.lines) {
    await inventory.query(`INSERT INTO reservation_lines VALUES ($1, $2, $3, 'x', $4, 1, 0)`, [
      order_id,
      line,
      product_id,
      quantity,
    ]);
  }
  return order;
}
const pay = (order_id: string, state: string, captured_cents = 0, refunded_cents = 0) =>
  ledger.set(order_id, [
    ...(ledger.get(order_id) ?? []),
    { payment_id: `p-${order_id}`, order_id, authorised_cents: 304_296, captured_cents, refunded_cents, state },
  ]);
const faultsNow = async (settled = true) => (await verifyOrders(urls, ledger, settled)).faults;

beforeEach(async () => {
  await orders.query('TRUNCATE orders, order_events');
  await inventory.query('TRUNCATE reservations, reservation_lines');
  ledger = new Map();
  await enter('SOLD', 'confirmed', SOLD);
  pay('SOLD', 'captured', 304_296);
  await enter('DECLINED', 'released', [PLACE, DECLINED, RELEASED]);
  pay('DECLINED', 'declined');
  await enter('REFUNDED', 'confirmed', [...SOLD, REFUND, PAID, RESTOCKED]);
  pay('REFUNDED', 'captured', 304_296, 149_900);
  await inventory.query(`UPDATE reservation_lines SET returned = 1 WHERE order_id = 'REFUNDED' AND line = 1`);
});

describe('verify, of orders', () => {
  it('finds nothing where sold, declined and refunded orders are what their histories, units and money say', async () => {
    expect(await verifyOrders(urls, ledger, true)).toEqual({ orders: 3, under_way: 0, faults: [] });
  });

  const one = (fault: string, order_id = 'SOLD') => `1 order(s): ${fault}, for example ${order_id}`;
  const change = (text: string) => async () => void (await orders.query(text));
  const changeUnits = (text: string) => async () => void (await inventory.query(text));
  it.each<[what: string, breakIt: () => unknown, fault: string]>([
    [
      'a row that is not the fold of its history',
      change(`UPDATE orders SET refunded_cents = 1 WHERE order_id = 'DECLINED'`),
      one('the order is not what its history leads to', 'DECLINED'),
    ],
    [
      'a history without its last event',
      change(`DELETE FROM order_events WHERE order_id = 'SOLD' AND seq = 5`),
      one('the order is not what its history leads to'),
    ],
    [
      'units that nobody reserved',
      changeUnits(`DELETE FROM reservations WHERE order_id = 'SOLD'`),
      one('the order has no reservation'),
    ],
    [
      'a sale without its units',
      changeUnits(`UPDATE reservations SET state = 'expired' WHERE order_id = 'SOLD'`),
      one('completed, but its units are expired'),
    ],
    [
      'units that are still held',
      changeUnits(`UPDATE reservations SET state = 'pending', settled_at = NULL WHERE order_id = 'DECLINED'`),
      one('rejected, but its units are held', 'DECLINED'),
    ],
    [
      'units that were sold for an order that was declined',
      changeUnits(`UPDATE reservations SET state = 'confirmed' WHERE order_id = 'DECLINED'`),
      one('rejected with 0 units sold, inventory has sold 6', 'DECLINED'),
    ],
    [
      'a refund whose units never came back',
      changeUnits('UPDATE reservation_lines SET returned = 0'),
      one('completed with 5 units sold, inventory has sold 6', 'REFUNDED'),
    ],
    [
      'another total',
      changeUnits(`UPDATE reservations SET total_cents = 1 WHERE order_id = 'SOLD'`),
      one('order and reservation have different totals'),
    ],
    [
      'an order that was charged twice',
      () => pay('SOLD', 'captured', 304_296),
      one("completed, 304296 cents are the shop's, the payment service has 608592"),
    ],
    [
      'a declined order that was charged',
      () => pay('DECLINED', 'captured', 304_296),
      one("rejected, 0 cents are the shop's, the payment service has 304296", 'DECLINED'),
    ],
    [
      'an order that was never charged',
      () => ledger.delete('SOLD'),
      one("completed, 304296 cents are the shop's, the payment service has 0"),
    ],
    [
      'an authorisation that is left open',
      () => pay('DECLINED', 'authorised'),
      one('rejected, but an authorisation is open', 'DECLINED'),
    ],
    ['money of nobody', () => pay('NOBODY', 'captured', 1), one('money is held, but there is no such order', 'NOBODY')],
    [
      'units that were sold to nobody',
      changeUnits(
        `INSERT INTO reservations VALUES ('NOBODY', 1, 'confirmed', NULL, 'USD', 1, NULL, now(), now(), NULL)`,
      ),
      one('units are sold, but there is no such order', 'NOBODY'),
    ],
  ])('finds %s', async (_, breakIt, fault) => {
    await breakIt();
    expect(await faultsNow()).toEqual([fault]);
  });

  it('an order that has not come to its end is a fault when nothing is under way any more', async () => {
    await enter('SLOW', 'pending', [PLACE]);
    expect(await faultsNow(false)).toEqual([]);
    expect(await faultsNow()).toEqual(['1 orders have not come to an end']);
  });

  it('without a ledger money is not judged', async () => {
    pay('SOLD', 'captured', 1);
    expect((await verifyOrders(urls, undefined, true)).faults).toEqual([]);
  });
});
