// Real: the running shop, and a gateway with AUTH=on beside its own one.
import { type ServiceProcess, spawnGateway } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import { type Answer, callEdge, type Shop, tokenFor } from '../support/shop.ts';

const OPEN_ORDERS = 20;

describe('with AUTH=on, an order', () => {
  let shop: Shop;
  let gateway: ServiceProcess;
  let product_id: number;
  beforeAll(async () => {
    shop = openShop();
    product_id = await shop.createProduct(1_000);
    const { rabbitmq, inventory_grpc, orders_grpc } = shop.endpoints;
    const limit = { RATE_LIMIT: 'on', RATE_LIMIT_PER_SECOND: '1000' };
    gateway = await spawnGateway(rabbitmq, [inventory_grpc], { AUTH: 'on', ORDERS_GRPC_URL: orders_grpc, ...limit });
  }, 60_000);
  afterAll(async () => {
    await gateway?.stop();
    await shop.close();
  }, 60_000);

  /** Somebody with a token of this subject. */
  async function person(subject: string, role: 'admin' | 'buyer' = 'buyer') {
    const headers = { authorization: `Bearer ${await tokenFor(role, {}, subject)}` };
    return (method: string, path: string, body?: object) => callEdge(gateway.url, method, path, body, headers);
  }
  const orderOf = (payment_token: string) => ({
    order_id: shop.orderId('WHOSE'),
    lines: [{ product_id, quantity: 1 }],
    payment_token,
  });
  const problem = ({ status, body }: Answer) => [status, body.type?.split('/').at(-1)];

  it('needs a token', async () => {
    const order = orderOf('tok_ok');
    expect(problem(await callEdge(gateway.url, 'POST', '/orders', order))).toEqual([401, 'unauthenticated']);
    const read = await callEdge(gateway.url, 'GET', `/orders/${order.order_id}`);
    expect(problem(read)).toEqual([401, 'unauthenticated']);
  });

  it('is its buyer’s: nobody else reads, repeats or cancels it, and an admin sees all', async () => {
    const [ada, eve, owner] = await Promise.all([person('ada'), person('eve'), person('owner', 'admin')]);
    const order = orderOf('tok_ok');
    const path = `/orders/${order.order_id}`;
    const placed = await ada('POST', '/orders', order);
    expect(placed.status).toBe(201);
    expect(await ada('GET', path)).toMatchObject({ status: 200, body: placed.body });
    expect(await owner('GET', path)).toMatchObject({ status: 200, body: placed.body });

    expect(problem(await eve('GET', path))).toEqual([404, 'order-not-found']);
    const repeated = await eve('POST', '/orders', order);
    expect(problem(repeated)).toEqual([422, 'order-id-reused']);
    expect(JSON.stringify(repeated.body)).not.toMatch(/ada|1250|completed/);
    expect(problem(await eve('POST', `${path}/cancel`))).toEqual([404, 'order-not-found']);
    expect((await ada('POST', '/orders', order)).status).toBe(200);

    const refund = { refund_id: 'R', restock: true };
    for (const buyer of [ada, eve]) {
      expect(problem(await buyer('POST', `${path}/refund`, refund))).toEqual([403, 'forbidden']);
      expect(problem(await buyer('GET', '/orders'))).toEqual([403, 'forbidden']);
    }
    const { body } = await owner('GET', '/orders?limit=100');
    expect(body.items.map(({ order_id }: { order_id: string }) => order_id)).toContain(order.order_id);
    expect((await owner('POST', `${path}/refund`, refund)).status).toBe(201);
  });

  it('is cancelled by its buyer or an admin while it is under way', async () => {
    const [ada, owner] = await Promise.all([person('ada'), person('owner', 'admin')]);
    const cancelled = [ada, owner].map(async (by) => {
      const order = orderOf('tok_slow');
      expect((await ada('POST', '/orders', order)).status).toBe(202);
      return by('POST', `/orders/${order.order_id}/cancel`);
    });
    for (const { status } of await Promise.all(cancelled)) expect(status).toBe(200);
  });

  it(`holds units with at most ${OPEN_ORDERS} open ones of a buyer; another one still buys`, async () => {
    const [mallory, ada] = await Promise.all([person('mallory'), person('ada')]);
    const slow = Array.from({ length: OPEN_ORDERS }, () => mallory('POST', '/orders', orderOf('tok_late')));
    for (const { status } of await Promise.all(slow)) expect(status).toBe(202);
    expect(problem(await mallory('POST', '/orders', orderOf('tok_ok')))).toEqual([429, 'too-many-open-orders']);
    expect((await ada('POST', '/orders', orderOf('tok_ok'))).status).toBe(201);
  });
});
