import type { Random } from '../random.ts';
import type { Answer, Client } from './client.ts';

/** The products of a run, by what they are there for. */
export interface Shelf {
  /** Everybody wants it, and there is enough. */
  hot: number;
  /** Is sold out and restocked all the time: more units are asked for than come in. */
  scarce: number;
  /** Many, bought one by one and in baskets, with changing prices. */
  wide: number[];
}

interface Bought {
  order_id: string;
  product_id: number;
  quantity: number;
}

/** What one client has, to be asked about later. */
export interface Shopper {
  name: string;
  client: Client;
  admin: Client;
  random: Random;
  shelf: Shelf;
  sales: Bought[];
  completed: string[];
  newId: (prefix: string) => string;
}

const MAIL = 'buyer@example.com';
const REMEMBERED = 200;
const TOKENS = [
  ...Array<string>(10).fill('tok_ok'),
  ...['tok_declined', 'tok_lost_reply', 'tok_error', 'tok_webhook_only', 'tok_capture_refused', 'tok_late'],
];

type Action = (shopper: Shopper) => Promise<unknown>;

/** How often of a hundred. */
const ACTIONS: readonly (readonly [weight: number, act: Action])[] = [
  [46, buy],
  [16, readStock],
  [16, buyBasket],
  [5, replayLate],
  [5, reuseWithOtherBody],
  [4, restock],
  [2, changePrice],
  [3, cancelSoon],
  [3, refund],
];

/** One thing that a shopper does, drawn at random. */
export function act(shopper: Shopper): Promise<unknown> {
  let draw = shopper.random.between(0, ACTIONS.reduce((sum, [weight]) => sum + weight, 0) - 1);
  for (const [weight, action] of ACTIONS) {
    draw -= weight;
    if (draw < 0) return action(shopper);
  }
  return Promise.resolve();
}

async function buy(shopper: Shopper): Promise<void> {
  const { random, shelf } = shopper;
  const product_id = random.pick([shelf.hot, shelf.hot, shelf.hot, shelf.scarce, random.pick(shelf.wide)]);
  const sale = { order_id: shopper.newId('S'), product_id, quantity: random.between(1, 3) };
  const twins = random.chance(0.1) ? 2 : 1;
  const answers = await Promise.all(Array.from({ length: twins }, () => sell(shopper, sale)));
  if (answers.some((answer) => answer && answer.status < 300)) remember(shopper.sales, sale);
}

function sell({ client }: Shopper, sale: Bought, twist?: 'other' | 'again'): Promise<Answer | undefined> {
  return client.ask(
    {
      operation: 'sell',
      key: sale.order_id,
      product_id: sale.product_id,
      quantity: sale.quantity,
      ...(twist && { twist }),
    },
    { method: 'POST', path: '/inventory/decrease', body: { ...sale, customer_email: MAIL } },
  );
}

async function replayLate(shopper: Shopper): Promise<void> {
  const sale = shopper.sales.length > 0 && shopper.random.pick(shopper.sales);
  if (sale) await sell(shopper, sale, 'again');
}

async function reuseWithOtherBody(shopper: Shopper): Promise<void> {
  const sale = shopper.sales.length > 0 && shopper.random.pick(shopper.sales);
  if (sale) await sell(shopper, { ...sale, quantity: sale.quantity + 1 }, 'other');
}

async function readStock({ client, random, shelf }: Shopper): Promise<void> {
  const product_id = random.pick([shelf.hot, shelf.scarce, random.pick(shelf.wide)]);
  await client.ask(
    { operation: 'read-stock', key: '', product_id },
    { method: 'GET', path: `/inventory/${product_id}` },
  );
}

async function restock({ admin, random, shelf, newId }: Shopper): Promise<void> {
  const product_id = random.pick([shelf.scarce, shelf.scarce, random.pick(shelf.wide)]);
  const restock_id = newId('R');
  const quantity = random.between(1, 4);
  await admin.ask(
    { operation: 'restock', key: restock_id, product_id, quantity },
    { method: 'POST', path: '/inventory/restock', body: { restock_id, product_id, quantity } },
  );
}

async function changePrice({ admin, random, shelf }: Shopper): Promise<void> {
  const product_id = random.pick(shelf.wide);
  await admin.ask(
    { operation: 'price', key: '', product_id },
    {
      method: 'PATCH',
      path: `/products/${product_id}`,
      body: { price_cents: random.between(100, 5_000) },
      headers: { 'if-match': '*' },
    },
  );
}

function place(shopper: Shopper, order_id: string, token: string): Promise<Answer | undefined> {
  const { random, shelf, client } = shopper;
  const chosen = new Set(Array.from({ length: random.between(1, 4) }, () => random.pick(shelf.wide)));
  const lines = [...chosen].map((product_id) => ({ product_id, quantity: random.between(1, 2) }));
  const ask = () =>
    client.ask(
      { operation: 'order', key: order_id, lines, token },
      { method: 'POST', path: '/orders', body: { order_id, lines, payment_token: token, customer_email: MAIL } },
    );
  return random.chance(0.1) ? Promise.all([ask(), ask()]).then(([answer]) => answer) : ask();
}

async function buyBasket(shopper: Shopper): Promise<void> {
  const order_id = shopper.newId('O');
  const answer = await place(shopper, order_id, shopper.random.pick(TOKENS));
  if (answer && answer.status < 202) remember(shopper.completed, order_id);
  if (answer?.status === 202 || shopper.random.chance(0.3)) await readOrder(shopper, order_id);
}

function readOrder({ client }: Shopper, order_id: string): Promise<Answer | undefined> {
  return client.ask({ operation: 'read-order', key: order_id }, { method: 'GET', path: `/orders/${order_id}` });
}

async function cancelSoon(shopper: Shopper): Promise<void> {
  const order_id = shopper.newId('C');
  const placed = place(shopper, order_id, shopper.random.pick(['tok_webhook_only', 'tok_slow', 'tok_ok']));
  if (shopper.random.chance(0.5)) await placed;
  await shopper.client.ask(
    { operation: 'cancel', key: order_id },
    { method: 'POST', path: `/orders/${order_id}/cancel` },
  );
  await placed;
  await readOrder(shopper, order_id);
}

async function refund(shopper: Shopper): Promise<void> {
  const { completed, random, admin, newId } = shopper;
  if (completed.length === 0) return;
  const order_id = random.pick(completed);
  const refund_id = newId('F');
  const lines = random.chance(0.5) ? { lines: [{ line: 1, quantity: 1 }] } : {};
  await admin.ask(
    { operation: 'refund', key: order_id },
    { method: 'POST', path: `/orders/${order_id}/refund`, body: { refund_id, restock: random.chance(0.7), ...lines } },
  );
  await readOrder(shopper, order_id);
}

function remember<T>(list: T[], one: T): void {
  list.push(one);
  if (list.length > REMEMBERED) list.shift();
}
