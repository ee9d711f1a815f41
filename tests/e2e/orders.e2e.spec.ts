// Real: the running shop with its payment simulator.
import { createHmac } from 'node:crypto';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Answer, Shop } from '../support/shop.ts';

const SECRET = 'whsec_ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXQtb2YtdGhlLXNob3A=';

interface LedgerItem {
  order_id: string;
  authorised_cents: number;
  captured_cents: number;
  refunded_cents: number;
  state: string;
}

describe('orders, through the edge', () => {
  let shop: Shop;
  let admin: Record<string, string>;
  beforeAll(async () => {
    shop = openShop();
    admin = await shop.asAdmin();
  });
  afterAll(() => shop.close());

  const place = (body: object) => shop.call('POST', '/orders', body);
  /** As a shopper's client does: too much load and an unknown outcome are asked again, with the same order_id. */
  const placeUntilDefinite = (order: object) =>
    eventually(
      async () => {
        const answer = await place(order);
        return [429, 503, 504].includes(answer.status) ? undefined : answer;
      },
      { timeoutMs: 40_000, what: 'a definite answer' },
    );
  const read = async (order_id: string, query = '') =>
    await shop.call('GET', `/orders/${encodeURIComponent(order_id)}${query}`);
  const basket = async (stocks: number[], price = 1_250) =>
    await Promise.all(stocks.map((stock) => shop.createProduct(stock, 'Basket', price)));
  const orderOf = (products: number[], payment_token: string, more: object = {}) => ({
    order_id: shop.orderId('ORD'),
    lines: products.map((product_id, index) => ({ product_id, quantity: index + 1 })),
    payment_token,
    ...more,
  });
  const inStock = async (product: number) => (await shop.call('GET', `/inventory/${product}`)).body;
  const ledger = async (order_id: string): Promise<LedgerItem[]> => {
    const answer = await fetch(`${shop.endpoints.payment_simulator}/ledger`);
    const { items } = (await answer.json()) as { items: LedgerItem[] };
    return items.filter((item) => item.order_id === order_id);
  };
  const ends = (order_id: string, state: string, timeoutMs = 30_000) =>
    eventually(async () => (await read(order_id)).body.state === state, { timeoutMs, what: `${order_id} is ${state}` });
  const problem = (answer: Answer) => [answer.status, answer.body.type?.split('/').at(-1)];

  it('a basket of three is sold, paid and told of; the same request again is the same order', async () => {
    const products = await basket([10, 10, 10]);
    const order = orderOf(products, 'tok_ok', { customer_email: 'ada@example.com' });
    const placed = await place(order);
    expect(placed.status).toBe(201);
    expect(placed.headers.get('location')).toBe(`/orders/${order.order_id}`);
    expect(placed.body).toMatchObject({
      order_id: order.order_id,
      state: 'completed',
      currency: 'USD',
      total_cents: 7_500,
      refunded_cents: 0,
      completed_at: expect.any(String),
      lines: products.map((product_id, index) => ({
        line: index + 1,
        product_id,
        product_name: 'Basket',
        quantity: index + 1,
        unit_price_cents: 1_250,
        total_cents: 1_250 * (index + 1),
        refunded_quantity: 0,
      })),
    });
    expect(placed.body.history.map((event: { type: string }) => event.type)).toEqual([
      'placed',
      'reserved',
      'payment_authorised',
      'stock_confirmed',
      'payment_captured',
    ]);
    const again = await place(order);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(again.body).toEqual(placed.body);
    for (const [index, product] of products.entries())
      expect(await inStock(product)).toMatchObject({ current_stock: 9 - index, reserved: 0 });
    expect(await ledger(order.order_id)).toMatchObject([{ captured_cents: 7_500, refunded_cents: 0 }]);
    const documents = shop.analytics.collection('sales_events');
    await eventually(async () => (await documents.countDocuments({ order_id: order.order_id })) === 3, {
      what: 'a document for each line',
    });
  });

  it('is counted once, with each of its steps', async () => {
    const { ops_port } = shop.process('orders');
    const metrics = async () => {
      const text = await (await fetch(`http://127.0.0.1:${ops_port}/metrics`)).text();
      return (name: string) =>
        Number(
          text
            .split('\n')
            .find((line) => line.startsWith(`${name} `))
            ?.split(' ')
            .at(-1) ?? 0,
        );
    };
    const names = [
      'orders_placed_total{service="orders"}',
      'orders_completed_total{service="orders"}',
      'orders_ended_total{state="completed",reason="",service="orders"}',
      'orders_steps_total{effect="authorise",outcome="authorised",service="orders"}',
      'orders_steps_total{effect="confirm",outcome="confirmed",service="orders"}',
      'orders_steps_total{effect="capture",outcome="captured",service="orders"}',
    ];
    const earlier = await metrics();
    await place(orderOf(await basket([5, 5]), 'tok_ok'));
    const now = await metrics();
    expect(names.map((name) => [name, now(name) - earlier(name)])).toEqual(names.map((name) => [name, 1]));
    expect(now('orders_stuck{service="orders"}')).toBe(0);
  });

  it('as it was at a moment: before it was paid, and before it was placed', async () => {
    const [product = 0] = await basket([5]);
    const order = orderOf([product], 'tok_ok');
    const { body } = await place(order);
    const [first, , paid] = body.history as { at: string }[];
    const then = await read(order.order_id, `?at=${encodeURIComponent(String(first?.at))}`);
    expect(then.body.state).toBe(paid?.at === first?.at ? then.body.state : 'reserved');
    expect(problem(await read(order.order_id, '?at=2020-01-01T00:00:00Z'))).toEqual([404, 'order-not-found']);
    expect(problem(await read('nobody-placed-this'))).toEqual([404, 'order-not-found']);
  });

  it('a declined payment gives the units back and is declined again when it is repeated', async () => {
    const products = await basket([3, 3]);
    const order = orderOf(products, 'tok_declined');
    const declined = await place(order);
    expect(problem(declined)).toEqual([402, 'payment-declined']);
    expect(await read(order.order_id)).toMatchObject({ status: 200, body: { state: 'rejected', reason: 'declined' } });
    for (const product of products) expect(await inStock(product)).toMatchObject({ current_stock: 3, reserved: 0 });
    const again = await place(order);
    expect([...problem(again), again.headers.get('idempotent-replayed')]).toEqual([402, 'payment-declined', 'true']);
  });

  it('a slow payment is 202 with a Location that tells the truth until it is done', async () => {
    const [product = 0] = await basket([4]);
    const order = orderOf([product], 'tok_slow');
    const began = Date.now();
    const accepted = await place(order);
    expect(accepted.status).toBe(202);
    expect(Date.now() - began).toBeLessThan(4_900);
    expect(accepted.headers.get('location')).toBe(`/orders/${order.order_id}`);
    expect(accepted.body.state).toBe('reserved');
    expect(await inStock(product)).toMatchObject({ current_stock: 3, reserved: 1 });
    const repeated = await place(order);
    expect([repeated.status, repeated.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
    await ends(order.order_id, 'completed');
    expect((await place(order)).status).toBe(200);
    expect(await ledger(order.order_id)).toMatchObject([{ captured_cents: 1_250 }]);
    const trace_id = accepted.headers.get('traceparent')?.split('-')[1];
    const lines = await shop.logLines('orders', '"order event"', order.order_id);
    const events = lines.map((line) => JSON.parse(line) as { event: string; trace_id: string });
    expect(events.map(({ event }) => event)).toEqual([
      'placed',
      'reserved',
      'payment_authorised',
      'stock_confirmed',
      'payment_captured',
    ]);
    expect(new Set(events.map((event) => event.trace_id))).toEqual(new Set([trace_id]));
  });

  it('a lost reply, errors, silence and a late answer: completed in the end, charged once', async () => {
    const tokens = ['tok_lost_reply', 'tok_error', 'tok_webhook_only', 'tok_late'];
    await Promise.all(
      tokens.map(async (token) => {
        const [product = 0] = await basket([4]);
        const order = orderOf([product], token);
        const { status } = await place(order);
        expect([token, status === 201 || status === 202]).toEqual([token, true]);
        await ends(order.order_id, 'completed', 40_000);
        const charged = (await ledger(order.order_id)).filter((item) => item.captured_cents > 0);
        expect([token, charged]).toMatchObject([token, [{ captured_cents: 1_250, refunded_cents: 0 }]]);
        expect([token, await inStock(product)]).toMatchObject([token, { current_stock: 3, reserved: 0 }]);
      }),
    );
  }, 60_000);

  it('a capture that is refused for good gives units and money back', async () => {
    const [product = 0] = await basket([4]);
    const order = orderOf([product], 'tok_capture_refused');
    expect(problem(await place(order))).toEqual([409, 'order-cancelled']);
    expect((await read(order.order_id)).body).toMatchObject({ state: 'cancelled', reason: 'capture-refused' });
    expect(await inStock(product)).toMatchObject({ current_stock: 4, reserved: 0 });
    expect(await ledger(order.order_id)).toMatchObject([{ state: 'voided', captured_cents: 0 }]);
  });

  it('every short line is named, and nothing is held', async () => {
    const products = await basket([0, 10, 1]);
    const refused = await place(orderOf(products, 'tok_ok'));
    expect(problem(refused)).toEqual([409, 'insufficient-stock']);
    expect(refused.body.errors).toMatchObject([
      { pointer: '/lines/0/quantity', available: 0 },
      { pointer: '/lines/2/quantity', available: 1 },
    ]);
    expect(await inStock(products[1] ?? 0)).toMatchObject({ current_stock: 10, reserved: 0 });
  });

  it('another total than the expected one is refused with the total', async () => {
    const products = await basket([5]);
    const refused = await place(orderOf(products, 'tok_ok', { expected_total_cents: 1 }));
    expect([...problem(refused), refused.body.total_cents]).toEqual([409, 'price-changed', 1_250]);
    expect((await place(orderOf(products, 'tok_ok', { expected_total_cents: 1_250 }))).status).toBe(201);
  });

  it('unknown products are named, each with its pointer', async () => {
    const [product = 0] = await basket([5]);
    const lines = [1_999_999_998, product, 1_999_999_999].map((product_id) => ({ product_id, quantity: 1 }));
    const refused = await place({ order_id: shop.orderId(), lines, payment_token: 'tok_ok' });
    expect(problem(refused)).toEqual([404, 'product-not-found']);
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/lines/0/product_id',
      '/lines/2/product_id',
    ]);
  });

  it('products that are archived are named, each with its pointer', async () => {
    const [product = 0, archived = 0] = await basket([5, 5]);
    const path = `/products/${archived}`;
    const etag = (await shop.call('GET', path)).headers.get('etag') ?? '';
    expect((await shop.call('PATCH', path, { archived: true }, { ...admin, 'if-match': etag })).status).toBe(200);
    const lines = [product, archived].map((product_id) => ({ product_id, quantity: 1 }));
    const refused = await place({ order_id: shop.orderId(), lines, payment_token: 'tok_ok' });
    expect(problem(refused)).toEqual([409, 'product-archived']);
    expect(refused.body.errors).toMatchObject([{ pointer: '/lines/1/product_id' }]);
    expect(await inStock(product)).toMatchObject({ current_stock: 5, reserved: 0 });
  });

  it('another body under the same order_id is refused, also that of a simple sale', async () => {
    const [product = 0] = await basket([9]);
    const order = orderOf([product], 'tok_ok');
    await place(order);
    expect(problem(await place({ ...order, customer_email: 'eve@example.com' }))).toEqual([422, 'order-id-reused']);
    expect(problem(await place({ ...order, lines: [{ product_id: product, quantity: 2 }] }))).toEqual([
      422,
      'order-id-reused',
    ]);
    const sale = { product_id: product, quantity: 1, order_id: shop.orderId() };
    expect((await shop.sell(sale)).status).toBe(201);
    expect(problem(await place({ ...order, order_id: sale.order_id }))).toEqual([422, 'order-id-reused']);
  });

  it.each<[string, object, string]>([
    ['no lines', { lines: [] }, '/lines'],
    ['51 lines', { lines: Array.from({ length: 51 }, (_, n) => ({ product_id: n + 1, quantity: 1 })) }, '/lines'],
    ['lines that are no list', { lines: {} }, '/lines'],
    ['a product twice', { lines: [1, 2, 1].map((product_id) => ({ product_id, quantity: 1 })) }, '/lines/2/product_id'],
    ...[0, -50, 1.9, '3', 2_147_483_648, null, true].map((quantity): [string, object, string] => [
      `the quantity ${JSON.stringify(quantity)}`,
      { lines: [{ product_id: 1, quantity }] },
      '/lines/0/quantity',
    ]),
    ['a misspelt field', { lines: [{ productId: 1, quantity: 1 }] }, '/lines/0/productId'],
    ['a line that is no object', { lines: [7] }, '/lines/0'],
    ['a token with a space', { payment_token: 'tok ok' }, '/payment_token'],
    ['a token that is too long', { payment_token: 'x'.repeat(201) }, '/payment_token'],
    ['no token', { payment_token: undefined }, '/payment_token'],
    ['an amount that is no integer', { expected_total_cents: 1.5 }, '/expected_total_cents'],
  ])('%s: 400 with the pointer', async (_, change, pointer) => {
    const good = { order_id: shop.orderId(), lines: [{ product_id: 1, quantity: 1 }], payment_token: 'tok_ok' };
    const refused = await place({ ...good, ...change });
    expect(problem(refused)).toEqual([400, 'validation']);
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('a total beyond 2^53 and mixed currencies are refused', async () => {
    const price = Number.MAX_SAFE_INTEGER;
    const [dear = 0] = await basket([5], price);
    const lines = [{ product_id: dear, quantity: 2 }];
    expect((await place({ order_id: shop.orderId(), lines, payment_token: 'tok_ok' })).status).toBe(400);
    const euro = { name: 'Euro', price_cents: 100, currency: 'EUR', stock: 5 };
    const { body } = await shop.call('POST', '/products', euro, admin);
    const [dollar = 0] = await basket([5]);
    const mixed = [dollar, body.id].map((product_id) => ({ product_id, quantity: 1 }));
    const refused = await place({ order_id: shop.orderId(), lines: mixed, payment_token: 'tok_ok' });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/lines/1/product_id']);
  });

  describe('cancel', () => {
    const cancel = (order_id: string) => shop.call('POST', `/orders/${order_id}/cancel`);

    it('before the units are sold: released and voided, twice the same', async () => {
      const [product = 0] = await basket([4]);
      const order = orderOf([product], 'tok_slow');
      expect((await place(order)).status).toBe(202);
      const cancelled = await cancel(order.order_id);
      expect(cancelled.status).toBe(200);
      await ends(order.order_id, 'cancelled');
      expect((await cancel(order.order_id)).status).toBe(200);
      expect(await inStock(product)).toMatchObject({ current_stock: 4, reserved: 0 });
      await eventually(async () => (await ledger(order.order_id)).every(({ state }) => state === 'voided'), {
        what: 'no money is held',
      });
      const again = await place(order);
      expect([...problem(again), again.headers.get('idempotent-replayed')]).toEqual([409, 'order-cancelled', 'true']);
    });

    it('afterwards 409 with the state; of nothing 404', async () => {
      const order = orderOf(await basket([4]), 'tok_ok');
      await place(order);
      const refused = await cancel(order.order_id);
      expect([...problem(refused), refused.body.state]).toEqual([409, 'order-not-cancellable', 'completed']);
      expect(problem(await cancel('nobody-placed-this'))).toEqual([404, 'order-not-found']);
    });

    it('takes no body: one of another kind is refused', async () => {
      const answer = await shop.call('POST', '/orders/nobody-placed-this/cancel', 'now', {
        'content-type': 'text/plain',
      });
      expect(problem(answer)).toEqual([415, 'unsupported-media-type']);
    });
  });

  describe('refund', () => {
    const refund = (order_id: string, body: object) => shop.call('POST', `/orders/${order_id}/refund`, body, admin);

    it('by line, then the rest: money back, units back, each once', async () => {
      const products = await basket([10, 10]);
      const order = orderOf(products, 'tok_ok');
      await place(order);
      const first = { refund_id: 'R1', lines: [{ line: 2, quantity: 1 }], restock: true };
      const paid = await refund(order.order_id, first);
      expect([paid.status, paid.body]).toEqual([
        201,
        { refund_id: 'R1', order_id: order.order_id, refunded_cents: 1_250, lines: first.lines },
      ]);
      const again = await refund(order.order_id, first);
      expect([again.status, again.body]).toEqual([200, paid.body]);
      expect(problem(await refund(order.order_id, { ...first, restock: false }))).toEqual([422, 'refund-id-reused']);
      expect(
        problem(await refund(order.order_id, { refund_id: 'R2', lines: [{ line: 2, quantity: 2 }], restock: true })),
      ).toEqual([409, 'refund-exceeds-payment']);
      expect(await inStock(products[1] ?? 0)).toMatchObject({ current_stock: 9 });
      expect((await read(order.order_id)).body).toMatchObject({ state: 'completed', refunded_cents: 1_250 });
      expect((await refund(order.order_id, { refund_id: 'R3', restock: false })).body.refunded_cents).toBe(2_500);
      expect((await read(order.order_id)).body).toMatchObject({ state: 'refunded', refunded_cents: 3_750 });
      expect(await ledger(order.order_id)).toMatchObject([{ captured_cents: 3_750, refunded_cents: 3_750 }]);
      expect(await inStock(products[0] ?? 0)).toMatchObject({ current_stock: 9 });
      expect((await place(order)).status).toBe(200);
    });

    it('two at the same moment never pay back more than was paid', async () => {
      const order = orderOf(await basket([4]), 'tok_ok');
      await place(order);
      const answers = await Promise.all(
        ['A', 'B', 'C', 'D'].map((refund_id) => refund(order.order_id, { refund_id, restock: true })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
      expect(await ledger(order.order_id)).toMatchObject([{ captured_cents: 1_250, refunded_cents: 1_250 }]);
    });

    it.each<[string, object, string]>([
      ['no restock', { restock: undefined }, '/restock'],
      ['no refund_id', { refund_id: undefined }, '/refund_id'],
      ['a quantity of 0', { lines: [{ line: 1, quantity: 0 }] }, '/lines/0/quantity'],
      ['a line twice', { lines: [1, 1].map((line) => ({ line, quantity: 1 })) }, '/lines/1/line'],
      ['an unknown field', { amount_cents: 1 }, '/amount_cents'],
    ])('with %s: 400 with the pointer', async (_, change, pointer) => {
      const refused = await refund('any', { refund_id: 'R', restock: true, ...change });
      expect(problem(refused)).toEqual([400, 'validation']);
      expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    });

    it('of an order or a line that does not exist is refused', async () => {
      const body = { refund_id: 'R', restock: true };
      expect(problem(await refund('nobody-placed-this', body))).toEqual([404, 'order-not-found']);
      const order = orderOf(await basket([4]), 'tok_ok');
      await place(order);
      const refused = await refund(order.order_id, { ...body, lines: [{ line: 2, quantity: 1 }] });
      expect(problem(refused)).toEqual([409, 'refund-exceeds-payment']);
      expect(refused.body.errors).toMatchObject([{ pointer: '/lines/0/line' }]);
    });

    it('needs an admin; of what was never paid it is refused', async () => {
      const body = { refund_id: 'R', restock: true };
      expect((await shop.call('POST', '/orders/x/refund', body)).status).toBe(401);
      const order = orderOf(await basket([4]), 'tok_declined');
      await place(order);
      const refused = await refund(order.order_id, body);
      expect([...problem(refused), refused.body.state]).toEqual([409, 'refund-exceeds-payment', 'rejected']);
    });
  });

  it('an admin pages through all orders, a page at a time, by state', async () => {
    const [product = 0] = await basket([50]);
    const ids = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const order = orderOf([product], 'tok_ok');
        await place(order);
        return order.order_id;
      }),
    );
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 100 && !ids.every((id) => seen.includes(id)); pages++) {
      const { status, body } = await shop.call('GET', `/orders?state=completed&limit=2${cursor}`, undefined, admin);
      expect(status).toBe(200);
      seen.push(...body.items.map((order: { order_id: string }) => order.order_id));
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(new Set(seen).size).toBe(seen.length);
    expect((await shop.call('GET', '/orders?cursor=nonsense', undefined, admin)).status).toBe(400);
    expect((await shop.call('GET', '/orders?state=nonsense', undefined, admin)).status).toBe(400);
    expect((await shop.call('GET', '/orders')).status).toBe(401);
  });

  it('64 shoppers on a stock of 100: 100 completed, the rest refused, nothing held', async () => {
    const [product = 0] = await basket([100]);
    let left = 160;
    const counts: Record<string, number> = {};
    const shopper = async () => {
      while (left-- > 0) {
        const order = {
          order_id: shop.orderId('RACE'),
          lines: [{ product_id: product, quantity: 1 }],
          payment_token: 'tok_ok',
        };
        const answer = await placeUntilDefinite(order);
        const outcome = answer.status === 202 ? 'later' : String(answer.status);
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 64 }, shopper));
    expect((counts[201] ?? 0) + (counts[200] ?? 0) + (counts.later ?? 0)).toBe(100);
    expect(counts[409]).toBe(60);
    await eventually(async () => (await inStock(product)).reserved === 0, { what: 'nothing is held' });
    expect(await inStock(product)).toMatchObject({ current_stock: 0 });
  }, 60_000);

  it('500 baskets of two crosswise lines on stocks of 100 and 60: what can be sold is sold, nothing is held', async () => {
    const [a = 0, b = 0] = await basket([100, 60]);
    let left = 500;
    let sold = 0;
    const shopper = async () => {
      while (left-- > 0) {
        const products = left % 2 === 0 ? [a, b] : [b, a];
        const lines = products.map((product_id) => ({ product_id, quantity: 1 }));
        const order = { order_id: shop.orderId('CROSS'), lines, payment_token: 'tok_ok' };
        const answer = await placeUntilDefinite(order);
        if (answer.status <= 202) sold++;
        else expect(answer.status).toBe(409);
      }
    };
    await Promise.all(Array.from({ length: 64 }, shopper));
    expect(sold).toBe(60);
    await eventually(async () => (await inStock(a)).reserved + (await inStock(b)).reserved === 0, {
      what: 'nothing is held',
    });
    expect([(await inStock(a)).current_stock, (await inStock(b)).current_stock]).toEqual([40, 0]);
  }, 60_000);

  describe('a webhook', () => {
    const send = (body: string, headers: Record<string, string>) =>
      fetch(`${shop.endpoints.gateway}/payments/webhook`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    const sign = (id: string, body: string, seconds = Math.floor(Date.now() / 1_000)) => {
      const key = Buffer.from(SECRET.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
      return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
    };
    const notice = (reference: string) =>
      JSON.stringify({
        type: 'payment.authorised',
        data: {
          payment_id: 'p',
          reference,
          state: 'authorised',
          authorised_cents: 1,
          captured_cents: 0,
          refunded_cents: 0,
        },
      });

    it('with a wrong signature, an old time or without them is refused; of an unknown payment not found', async () => {
      const body = notice('nobody-placed-this');
      expect((await send(body, {})).status).toBe(401);
      expect((await send(`${body} `, sign('m1', body))).status).toBe(401);
      expect((await send(body, sign('m1', body, 1_700_000_000))).status).toBe(401);
      expect((await send(body, sign('m1', body))).status).toBe(404);
      expect((await send('not json', sign('m2', 'not json'))).status).toBe(404);
    });

    it('twice is once, and one that lies changes nothing: the payment service is asked', async () => {
      const [product = 0] = await basket([4]);
      const order = orderOf([product], 'tok_declined');
      await place(order);
      const body = notice(order.order_id);
      const id = `twice-${order.order_id}`;
      expect((await send(body, sign(id, body))).status).toBe(200);
      expect((await send(body, sign(id, body))).status).toBe(200);
      const { rows } = await shop.ordersDb.query(
        'SELECT count(*)::int AS n FROM payment_notices WHERE notice_id = $1',
        [id],
      );
      expect(rows[0].n).toBe(1);
      await ends(order.order_id, 'rejected');
      expect(await inStock(product)).toMatchObject({ current_stock: 4, reserved: 0 });
    });
  });
});
