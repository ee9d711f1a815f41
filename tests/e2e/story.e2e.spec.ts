// Real: the running shop, its broker stopped in the middle.
import { execFile } from 'node:child_process';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLONE } from '../../stack/folders.ts';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';

const SALE = ['request', 'decided', 'committed', 'published', 'confirmed', 'acknowledged', 'stored', 'mailed'];
const ORDER = ['placed', 'reserved', 'authorised', 'sold', 'captured', 'completed', 'stored', 'mailed'];

interface Story {
  trace_id: string;
  steps: { step: string; at: string }[];
  missing: { step: string; why: string }[];
}

let shop: Shop;
let product: number;
beforeAll(async () => {
  shop = openShop();
  product = await shop.createProduct(1_000);
});
afterAll(() => shop.close());

async function story(path: string): Promise<Story> {
  const { status, body } = await shop.call('GET', `${path}/story`, undefined, await shop.asAdmin());
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

const names = ({ steps }: Story) => steps.map(({ step }) => step);

async function whole(path: string, timeoutMs = 20_000): Promise<Story> {
  return eventually(
    async () => {
      const told = await story(path);
      if (told.missing.length > 0) throw new Error(JSON.stringify(told.missing));
      return told;
    },
    { timeoutMs, what: `the whole story of ${path}` },
  );
}

async function sell(): Promise<string> {
  const order_id = shop.orderId('STORY');
  const { status } = await shop.sell({ product_id: product, quantity: 1, order_id });
  expect(status).toBe(201);
  return order_id;
}

async function placeOrder(): Promise<string> {
  const order_id = shop.orderId('STORY');
  const lines = [{ product_id: product, quantity: 1 }];
  const { status } = await shop.call('POST', '/orders', { order_id, lines, payment_token: 'tok_ok' });
  expect([201, 202]).toContain(status);
  return order_id;
}

describe('the story of one order', () => {
  it('of a sale has every step, in the order of time, under the trace of its request', async () => {
    const order_id = shop.orderId('STORY');
    const answer = await shop.sell({ product_id: product, quantity: 1, order_id });
    const told = await whole(`/sales/${order_id}`);
    expect(names(told).toSorted()).toEqual(SALE.toSorted());
    expect(answer.headers.get('traceparent')).toContain(told.trace_id);
    const times = told.steps.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('of an order has its history as well', async () => {
    const told = await whole(`/orders/${await placeOrder()}`);
    expect(names(told)).toEqual(expect.arrayContaining(ORDER));
  });

  it('names the outage of the broker, during which sales go on, and is whole when it is over: every event arrives', async () => {
    await shop.stack('stop', 'rabbitmq');
    try {
      const sales = await Promise.all(Array.from({ length: 20 }, sell));
      for (const order_id of sales) {
        const { missing } = await story(`/sales/${order_id}`);
        const published = missing.find(({ step }) => step === 'published');
        expect(published?.why).toMatch(/^waits in the outbox: no broker/);
      }
      await shop.stack('start', 'rabbitmq');
      for (const order_id of sales) await whole(`/sales/${order_id}`, 90_000);
    } finally {
      await shop.stack('start', 'rabbitmq');
    }
  }, 180_000);

  it('has a line for a service that is away', async () => {
    const order_id = await sell();
    await whole(`/sales/${order_id}`);
    await shop.stack('stop', 'notifications');
    try {
      await eventually(async () => {
        const { missing } = await story(`/sales/${order_id}`);
        return missing.some(({ step, why }) => step === 'mailed' && /notifications/.test(why));
      });
    } finally {
      await shop.stack('start', 'notifications');
    }
    await whole(`/sales/${order_id}`);
  }, 60_000);

  it.each(['<script>alert(1)</script>', '../../etc/passwd', '"\'`;--', '~'.repeat(64), 'nobody-knows'])(
    'of %s does not exist, and says so',
    async (order_id) => {
      const path = `/sales/${encodeURIComponent(order_id)}/story`;
      const { status, headers } = await shop.call('GET', path, undefined, await shop.asAdmin());
      expect(status).toBe(404);
      expect(headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it('is for admins only', async () => {
    expect((await shop.call('GET', '/sales/x/story')).status).toBe(401);
  });

  it('is printed by npm run sale, with exit code 0 when nothing is missing', async () => {
    const order_id = await sell();
    await whole(`/sales/${order_id}`);
    const env = { ...process.env, NODE_OPTIONS: '', GATEWAY_URL: shop.endpoints.gateway };
    const { code, said } = await new Promise<{ code: number; said: string }>((resolve) => {
      execFile(process.execPath, ['tools/sale/main.ts', order_id], { cwd: CLONE, env }, (error, stdout) =>
        resolve({ code: error ? 1 : 0, said: stdout }),
      );
    });
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/request[\s\S]*mailed/) });
  });
});
