// The defects of the system that this one replaces, through the front door. D1, D2, D9 and D10 have specs of their own.
import { eventually } from '@app/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Answer, Shop } from '../support/shop.ts';

describe('what the old system did must never come back', () => {
  let shop: Shop;
  let product_id: number;
  beforeAll(async () => {
    shop = openShop();
    product_id = await shop.createProduct(100);
  });
  afterEach(() => shop.stack('start', 'postgres', 'inventory', 'gateway', 'analytics', 'notifications'));
  afterAll(() => shop.close());

  const problem = (answer: Answer) => [answer.status, String(answer.body.type).split('/').at(-1)];
  const salesOf = async (id: number) =>
    (await shop.inventory.query('SELECT 1 FROM sales WHERE product_id = $1', [id])).rowCount;

  it('D3: orderId is refused, and the error says what was meant', async () => {
    const answer = await shop.call('POST', '/inventory/decrease', { product_id, quantity: 1, orderId: 'ORD-1' });
    expect(problem(answer)).toEqual([400, 'validation']);
    expect(JSON.stringify(answer.body.errors)).toContain('did you mean order_id');
  });

  it.each([[-50], [0], [1.9], ['3'], [null], [undefined], [2 ** 31], [true]])(
    'D5: quantity %p is no sale and changes nothing',
    async (quantity) => {
      const body = { product_id, quantity, order_id: shop.orderId('D5') };
      const answer = await shop.call('POST', '/inventory/decrease', body);
      expect(problem(answer)).toEqual([400, 'validation']);
      expect(answer.body.errors).toEqual([{ pointer: '/quantity', detail: expect.any(String) }]);
      expect(await shop.stockOf(product_id)).toBe(100);
    },
  );

  it('D6: an unknown product is 404, an empty shelf 409, no number 400', async () => {
    const order = { product_id: 2_000_000_000, quantity: 1, order_id: shop.orderId('D6') };
    expect(problem(await shop.sell(order))).toEqual([404, 'product-not-found']);
    expect(problem(await shop.sell({ ...order, product_id, quantity: 101 }))).toEqual([409, 'insufficient-stock']);
    expect(problem(await shop.call('GET', '/inventory/abc'))).toEqual([400, 'validation']);
  });

  it('D7: the last unit is answered with current_stock 0, also when replayed and read again', async () => {
    const last = { product_id: await shop.createProduct(1), quantity: 1, order_id: shop.orderId('D7') };
    expect((await shop.sell(last)).body).toMatchObject({ success: true, current_stock: 0 });
    expect((await shop.sell(last)).body).toMatchObject({ success: true, current_stock: 0 });
    expect((await shop.call('GET', `/inventory/${last.product_id}`)).body.current_stock).toBe(0);
  });

  it('D8: every name on every wire is snake_case', async () => {
    const { body } = await shop.sell({ product_id, quantity: 1, order_id: shop.orderId('D8') });
    const document = await eventually(
      async () => (await shop.analytics.collection('sales_events').findOne({ order_id: body.order_id })) ?? undefined,
    );
    const names = [...Object.keys(body), ...Object.keys(document)];
    expect(names.filter((name) => !/^_?[a-z]+(_[a-z]+)*$/.test(name))).toEqual([]);
  });

  it('D16: without inventory the answer is 503, fast, and leaks nothing', async () => {
    await shop.stack('stop', 'inventory');
    const began = performance.now();
    const answer = await shop.sell({ product_id, quantity: 1, order_id: shop.orderId('D16') });
    expect(problem(answer)).toEqual([503, 'inventory-unavailable']);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(JSON.stringify(answer.body)).not.toMatch(/gRPC|ECONN|127\.0\.0\.1|14 UNAVAILABLE|\bat .*:\d+/);
    await shop.stack('start', 'inventory');
    await eventually(async () => (await shop.call('GET', '/health/ready')).status === 200);
  }, 60_000);

  it('D18: a database that hangs does not hang the shopper, and the order tells the truth afterwards', async () => {
    const order = { product_id, quantity: 1, order_id: shop.orderId('D18') };
    await shop.stack('pause', 'postgres');
    const began = performance.now();
    const answer = await shop.sell(order);
    const took = performance.now() - began;
    await shop.stack('resume', 'postgres');
    expect([503, 504]).toContain(answer.status);
    expect(took).toBeLessThan(6_000);
    const before = await eventually(async () => {
      const again = await shop.sell(order);
      return again.status === 200 || again.status === 201 ? again : undefined;
    });
    expect((await shop.sell(order)).body).toEqual(before.body);
    const { rowCount } = await shop.inventory.query('SELECT 1 FROM sales WHERE order_id = $1', [order.order_id]);
    expect(rowCount).toBe(1);
  }, 60_000);

  it('D19: a service whose database is gone is alive and not ready, and says why', async () => {
    const ops = `http://127.0.0.1:${shop.process('inventory').ops_port}`;
    await shop.stack('stop', 'postgres');
    const report = await eventually(async () => {
      const response = await fetch(`${ops}/health/ready`);
      return response.status === 503 ? ((await response.json()) as { status: string }) : undefined;
    });
    expect(report.status).toBe('not-ready');
    expect((await fetch(`${ops}/health/live`)).status).toBe(200);
    await shop.stack('start', 'postgres');
    await eventually(async () => (await fetch(`${ops}/health/ready`)).status === 200, { timeoutMs: 20_000 });
  }, 60_000);

  it('D20: workers that are restarted under load lose nothing and repeat nothing', async () => {
    const product = await shop.createProduct(10_000);
    let selling = true;
    const sold: string[] = [];
    const buyers = Array.from({ length: 4 }, async () => {
      while (selling) {
        const { status, body } = await shop.sell({ product_id: product, quantity: 1, order_id: shop.orderId('D20') });
        if (status === 201) sold.push(body.order_id);
      }
    });
    await shop.stack('restart', 'analytics', 'notifications', 'analytics', 'notifications');
    selling = false;
    await Promise.all(buyers);
    expect(await salesOf(product)).toBe(sold.length);
    const count = () => shop.analytics.collection('sales_events').countDocuments({ product_id: product });
    await eventually(async () => (await count()) === sold.length, {
      timeoutMs: 30_000,
      what: 'a document for each sale',
    });
    const mails = async () => {
      const lines = await shop.logLines('notifications', '[EMAIL]', '"D20-');
      const mailed = lines.map((line) => JSON.parse(line).order_id as string);
      return mailed.filter((order_id) => sold.includes(order_id)).length;
    };
    await eventually(async () => (await mails()) === sold.length, { timeoutMs: 30_000, what: 'a mail for each sale' });
  }, 120_000);

  it('D30: events of one product say their order, whatever order they arrive in', async () => {
    const product = await shop.createProduct(50);
    const orders = Array.from({ length: 20 }, () => ({
      product_id: product,
      quantity: 1,
      order_id: shop.orderId('D30'),
    }));
    await Promise.all(orders.map((order) => shop.sell(order)));
    const collection = shop.analytics.collection('sales_events');
    await eventually(async () => (await collection.countDocuments({ product_id: product })) === 20);
    const events = await collection.find({ product_id: product }).sort({ product_version: 1 }).toArray();
    expect(events.map((event) => event.stock_after)).toEqual(Array.from({ length: 20 }, (_, index) => 49 - index));
  });
});
