// Real: the running shop; the metrics are those that its five services answer.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readMetrics, type Sample, sumOf } from '../support/metrics.ts';
import { openShop } from '../support/open-shop.ts';
import type { Answer, Shop } from '../support/shop.ts';

let shop: Shop;
let products: number[];
let before: Record<string, number>;
/** What the traffic was about: ids of orders, refunds, sales, traces and products, and an address. */
const ids = new Set<string>();

/** What is counted where. A name per line of the account; the sum over all services and labels that are not named. */
const ACCOUNT: Record<string, [metric: string, labels?: Record<string, string>]> = {
  sold: ['inventory_sales_total'],
  soldAtTheEdge: ['gateway_sales_total'],
  soldInOrders: ['inventory_reservation_outcomes_total', { call: 'confirm', outcome: 'confirmed' }],
  published: ['messaging_published_total', { outcome: 'ok' }],
  consumedByAnalytics: ['messaging_consumed_total', { queue: 'analytics.product_sold', outcome: 'ack' }],
  consumedByNotifications: ['messaging_consumed_total', { queue: 'notifications.product_sold', outcome: 'ack' }],
  ordersToAnalytics: ['messaging_consumed_total', { queue: 'analytics.orders', outcome: 'ack' }],
  ordersToNotifications: ['messaging_consumed_total', { queue: 'notifications.orders', outcome: 'ack' }],
  documents: ['analytics_sales_recorded_total'],
  mails: ['notifications_emails_sent_total'],
  placed: ['orders_placed_total'],
  completed: ['orders_completed_total'],
  rejected: ['orders_ended_total', { state: 'rejected' }],
  refunded: ['orders_steps_total', { effect: 'refund', outcome: 'refunded' }],
  returned: ['inventory_reservation_outcomes_total', { call: 'return', outcome: 'returned' }],
  waiting: ['inventory_outbox_pending'],
  waitingInOrders: ['orders_outbox_pending'],
  underWay: ['orders_under_way'],
  deadLetters: ['messaging_dead_letters'],
};

const accountOf = (samples: readonly Sample[]) =>
  Object.fromEntries(Object.entries(ACCOUNT).map(([line, [metric, labels]]) => [line, sumOf(samples, metric, labels)]));
const readAccount = async () => accountOf(await readMetrics(shop));

/** Twice the same a moment apart, and nothing waits: what went before is done. */
const settled = () => {
  let last: string | undefined;
  return eventually(
    async () => {
      const account = await readAccount();
      const same = last === JSON.stringify(account);
      last = JSON.stringify(account);
      const { waiting, waitingInOrders, underWay } = account;
      return same && [waiting, waitingInOrders, underWay].every((count) => count === 0) ? account : undefined;
    },
    { timeoutMs: 60_000, everyMs: 500, what: 'metrics that stand still' },
  );
};

/** @returns the answer, whose ids are taken down */
async function ask(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await shop.call('POST', path, body, headers);
  const { order_id, sale_id, refund_id } = { ...answer.body, ...body };
  const trace_id = answer.headers.get('traceparent')?.split('-')[1];
  for (const id of [order_id, sale_id, refund_id, trace_id]) if (id) ids.add(String(id));
  return answer;
}

const sell = async (over: object = {}) =>
  await ask('/inventory/decrease', { product_id: products[0], quantity: 1, order_id: shop.orderId(), ...over });
const order = async (payment_token: string) => {
  const lines = products.map((product_id) => ({ product_id, quantity: 1 }));
  return await ask('/orders', { order_id: shop.orderId(), lines, payment_token });
};

beforeAll(async () => {
  shop = openShop();
  products = [await shop.createProduct(100), await shop.createProduct(100)];
  for (const id of [...products, 'metrics@example.org']) ids.add(String(id));
  before = await settled();

  const once = { order_id: shop.orderId(), customer_email: 'metrics@example.org' };
  const answers = [
    await sell(once),
    await sell(once),
    await sell({ quantity: 101 }),
    await sell({ product_id: 2 ** 31 }),
  ];
  for (let n = 0; n < 4; n++) answers.push(await sell());
  const completed = [await order('tok_ok'), await order('tok_ok')];
  const declined = await order('tok_declined');
  const refund = { refund_id: shop.orderId('REFUND'), restock: true };
  const refunded = await ask(`/orders/${completed[0]?.body.order_id}/refund`, refund, await shop.asAdmin());
  answers.push(...completed, declined, refunded);
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 409, 400, 201, 201, 201, 201, 201, 201, 402, 201]);
}, 90_000);
afterAll(() => shop.close());

it('what was sold is what was published, stored and mailed, and every order has its end', async () => {
  await eventually(
    async () => {
      const now = await readAccount();
      const grown = Object.fromEntries(Object.entries(now).map(([line, count]) => [line, count - (before[line] ?? 0)]));
      // Five sales, each once; two orders of two lines, one of them refunded; one order that could not be paid.
      expect(grown).toEqual({
        soldAtTheEdge: 5,
        soldInOrders: 2,
        sold: 5 + 2 * 2,
        // A sale each; of orders: two completed, one rejected, one refunded with two lines that came back.
        published: 9 + 2 + 1 + 1 + 2,
        consumedByAnalytics: 9,
        consumedByNotifications: 9,
        ordersToAnalytics: 2 + 1 + 1 + 2,
        ordersToNotifications: 2 + 1,
        documents: 9,
        mails: 5 + 2 + 1,
        placed: 3,
        completed: 2,
        rejected: 1,
        refunded: 1,
        returned: 1,
        waiting: 0,
        waitingInOrders: 0,
        underWay: 0,
        deadLetters: 0,
      });
      return true;
    },
    { timeoutMs: 30_000, everyMs: 250, what: 'an account that adds up' },
  );
}, 60_000);

/** A UUID, a trace id, a span id. */
const LOOKS_LIKE_AN_ID = /[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{16}/i;
/** Ids of products are as short as a status: they are told from a part of another value only when they are all of it. */
const holdsAnId = (value: string) =>
  LOOKS_LIKE_AN_ID.test(value) || ids.has(value) || [...ids].some((id) => id.length > 8 && value.includes(id));

it('no label of any service holds what the traffic was about: one series for each would fill any Prometheus', async () => {
  const withIds = (await readMetrics(shop)).flatMap(({ name, labels: { le: _bound, ...labels } }) =>
    Object.entries(labels).flatMap(([label, value]) => (holdsAnId(value) ? [`${name}{${label}="${value}"}`] : [])),
  );
  expect(withIds).toEqual([]);
});
