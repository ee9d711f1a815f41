// Real: the running shop, its broker stopped in the middle.
import { execFile } from 'node:child_process';
import { eventually, sendRaw } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLONE } from '../../stack/folders.ts';
import { HOSTILE_ORDER_IDS } from '../support/hostile-order-ids.ts';
import { openShop } from '../support/open-shop.ts';
import type { Shop, Span } from '../support/shop.ts';

const SALE = ['request', 'decided', 'committed', 'published', 'confirmed', 'acknowledged', 'stored', 'mailed'];
const ORDER = ['placed', 'reserved', 'authorised', 'confirmed', 'captured', 'completed', 'stored', 'mailed'];

interface Story {
  trace_id: string;
  steps: { step: string; at: string }[];
  missing: { step: string; why: string }[];
}

let shop: Shop;
let product: number;
/** Of a sale that was made while there was no broker. */
let sweptSale: Span[] = [];
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
  // Sampled, whatever other specs have begun just now.
  const traceparent = `00-${crypto.randomUUID().replaceAll('-', '')}-b7ad6b7169203331-01`;
  const { status } = await shop.sell({ product_id: product, quantity: 1, order_id }, { traceparent });
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

/** Asked seldom: each question is a trace, too, and the gateway remembers a limited number of them. */
async function spansOfSwept(path: string): Promise<Span[]> {
  const { trace_id } = await story(path);
  return eventually(
    async () => {
      const spans = await shop.spansOf(trace_id);
      return spans.some(({ name }) => name === 'publish product_sold') && spans;
    },
    { timeoutMs: 60_000, everyMs: 1_000, what: 'the event published by the sweep' },
  );
}

/** What `npm run sale` says, on either stream. */
const printed = (order_id: string) => {
  const env = { ...process.env, NODE_OPTIONS: '', GATEWAY_URL: shop.endpoints.gateway };
  return new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, ['tools/sale/main.ts', order_id], { cwd: CLONE, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
};

const AT_ONCE = 10;

async function atOnce<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const left = [...items.entries()];
  const done: R[] = [];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) done[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

/** Every fourth is an order of several steps. @returns paths */
const buyMixed = (count: number) =>
  atOnce(
    Array.from({ length: count }, (_, index) => index),
    async (index) => (index % 4 === 0 ? `/orders/${await placeOrder()}` : `/sales/${await sell()}`),
  );

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

  it('of a sale is one line in the log of each service, and only the mail says to whom', async () => {
    const order_id = shop.orderId('STORY');
    const customer_email = `${order_id}@example.org`.toLowerCase();
    await shop.sell({ product_id: product, quantity: 1, order_id, customer_email });
    const { trace_id } = await whole(`/sales/${order_id}`);
    for (const service of ['gateway', 'inventory', 'analytics', 'notifications']) {
      const lines = await eventually(async () => {
        const found = await shop.logLines(service, trace_id);
        return found.length > 0 ? found : undefined;
      });
      expect([service, lines.length]).toEqual([service, 1]);
      expect(lines[0]?.includes(customer_email)).toBe(service === 'notifications');
    }
  });

  it('of an order has its history as well, with a refund', async () => {
    const path = `/orders/${await placeOrder()}`;
    expect(names(await whole(path))).toEqual(expect.arrayContaining(ORDER));
    const refund = { refund_id: shop.orderId('REFUND'), restock: false };
    expect((await shop.call('POST', `${path}/refund`, refund, await shop.asAdmin())).status).toBe(201);
    await eventually(async () => names(await whole(path)).includes('refunded'), { what: 'the refund in the story' });
  });

  it('of each of 40 sales and orders names an outage of the broker, during which sales go on, and is whole in the end', async () => {
    const before = await buyMixed(8);
    await shop.stack('stop', 'rabbitmq');
    let during: string[] = [];
    try {
      during = await buyMixed(24);
      await atOnce(during, async (path) => {
        const { missing } = await eventually(async () => {
          const told = await story(path);
          return told.missing.some(({ step }) => step === 'published') ? told : undefined;
        });
        const waiting = missing.filter(({ step }) => ['published', 'stored', 'mailed'].includes(step));
        for (const { why } of waiting) expect(why).toMatch(/no broker/);
      });
    } finally {
      await shop.stack('start', 'rabbitmq');
    }
    sweptSale = await spansOfSwept(during[1] as string);
    const after = await buyMixed(8);
    await atOnce([...before, ...during, ...after], async (path) => {
      const told = names(await whole(path, 90_000));
      const expected = path.startsWith('/orders') ? ORDER : SALE;
      expect(told).toEqual(expect.arrayContaining(expected));
    });
  }, 240_000);

  it('after an outage goes on in its own trace, with a link to the sweep that published the event', () => {
    const named = (name: string) => sweptSale.find((span) => span.name === name);
    const published = named('publish product_sold');
    expect(published?.trace_id).toBe(named('decrease_stock')?.trace_id);
    expect(published?.parent_span_id).toBe(named('decrease_stock')?.span_id);
    expect(published?.links).toHaveLength(1);
  });

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

  // What is no order id is refused (400), what is one is not found (404).
  it.each(HOSTILE_ORDER_IDS)('of %j does not exist, and says so', async (order_id) => {
    for (const kind of ['sales', 'orders']) {
      const path = `/${kind}/${encodeURIComponent(order_id)}/story`;
      const { status, headers, body } = await shop.call('GET', path, undefined, await shop.asAdmin());
      expect([path, status]).toEqual([path, /^[!-~]+$/.test(order_id) ? 404 : 400]);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(body.detail).toEqual(expect.any(String));
    }
  });

  // As they are on the wire, which no client library would send.
  it.each(['%', '%zz', '%00', '%E0%A4%A', '%2e%2e', '..%2f..%2fetc', '%0d%0aX-Evil:%201', '<script>', 'a%20b', ''])(
    'of the path segment %j is refused, and says why',
    async (segment) => {
      for (const kind of ['sales', 'orders']) {
        const head = `GET /${kind}/${segment}/story HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n`;
        const { authorization } = await shop.asAdmin();
        const port = Number(new URL(shop.endpoints.gateway).port);
        const { status, headers } = await sendRaw(port, `${head}authorization: ${authorization}\r\n\r\n`);
        expect([400, 404]).toContain(status);
        expect(headers['content-type']).toContain('application/problem+json');
        expect(headers['x-evil']).toBeUndefined();
      }
    },
  );

  it.each(['<script>', '../../etc/passwd', 'F'.repeat(32), 'a'.repeat(31), '~'.repeat(64)])(
    'of the trace %s is refused, and says why',
    async (trace) => {
      const { status, body } = await shop.call(
        'GET',
        `/traces/${encodeURIComponent(trace)}`,
        undefined,
        await shop.asAdmin(),
      );
      expect([status, body.type]).toEqual([400, '/problems/validation']);
    },
  );

  it('of a trace that nobody knows is empty', async () => {
    const { body } = await shop.call('GET', `/traces/${'1'.repeat(32)}`, undefined, await shop.asAdmin());
    expect(body).toEqual({ trace_id: '1'.repeat(32), spans: [], missing: [] });
  });

  it('is for admins only', async () => {
    expect((await shop.call('GET', '/sales/x/story')).status).toBe(401);
  });

  it('is printed by npm run sale, with exit code 0 when nothing is missing', async () => {
    const order_id = await sell();
    await whole(`/sales/${order_id}`);
    expect(await printed(order_id)).toEqual({ code: 0, said: expect.stringMatching(/request[\s\S]*mailed/) });
  });

  it('of an order that does not exist is one line of npm run sale and exit code 1, whatever its id', async () => {
    const ids = [
      '<script>alert(1)</script>',
      '../../etc/passwd',
      '%',
      '\u65e5\u672c\u2603',
      '\ud800',
      'x'.repeat(10_000),
    ];
    const answers = await atOnce(ids, (id) => printed(id));
    for (const { code, said } of answers) expect([code, said]).toEqual([1, expect.stringMatching(/^✗ .+\n$/)]);
    expect(await printed('--nothing')).toEqual({
      code: 2,
      said: expect.stringContaining('npm run sale -- <order_id>'),
    });
  });
});
