import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Answer, Shop } from '../support/shop.ts';

const INTERNALS = /127\.0\.0\.1|ECONN|grpc|postgres|node_modules|at \w+ \(/i;

describe('inventory and its database may fail', () => {
  let shop: Shop;
  let product_id: number;
  beforeAll(async () => {
    shop = openShop();
    product_id = await shop.createProduct(100);
  });
  afterAll(async () => {
    await shop.stack('start', 'postgres', 'inventory');
    await shop.close();
  });

  const sell = (order_id: string) => shop.sell({ product_id, quantity: 1, order_id });
  const isServing = async () =>
    (await shop.call('GET', '/health/ready')).status === 200 && (await sell(shop.orderId())).status < 300;

  function expectProblem(answer: Answer, ...slugs: string[]): void {
    expect(slugs.map((slug) => `/problems/${slug}`)).toContain(answer.body.type);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('traceparent')).toContain(answer.body.trace_id);
    expect(JSON.stringify(answer.body)).not.toMatch(INTERNALS);
  }

  it('while inventory is down every answer is 503, without waiting, with nothing internal in it', async () => {
    await shop.stack('stop', 'inventory');
    const times: number[] = [];
    for (let n = 0; n < 20; n++) {
      const began = performance.now();
      const answer = await sell(shop.orderId('DOWN'));
      times.push(performance.now() - began);
      expect(answer.status).toBe(503);
      expectProblem(answer, 'inventory-unavailable');
    }
    expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(500);
    expectProblem(await shop.call('GET', `/inventory/${product_id}`), 'inventory-unavailable');
    await shop.stack('start', 'inventory');
    await eventually(isServing, { timeoutMs: 30_000, what: 'sales again' });
  }, 90_000);

  it('while the database hangs every answer comes within its deadline, and the same order repeated is sold once', async () => {
    const before = await shop.stockOf(product_id);
    const order_id = shop.orderId('HANGS');
    await shop.stack('pause', 'postgres');
    const began = performance.now();
    const answer = await sell(order_id);
    const seconds = (performance.now() - began) / 1_000;
    await shop.stack('resume', 'postgres');
    expect([503, 504]).toContain(answer.status);
    expectProblem(answer, 'outcome-unknown', 'inventory-unavailable', 'overloaded');
    expect(seconds).toBeLessThan(10);
    const repeated = await eventually(
      async () => {
        const again = await sell(order_id);
        if (again.status >= 500) throw new Error(`still ${again.status}`);
        return again;
      },
      { timeoutMs: 30_000, what: 'the repeated order to be answered' },
    );
    expect([200, 201]).toContain(repeated.status);
    expect(await shop.stockOf(product_id)).toBe(before - 1);
  }, 90_000);

  it('without its database inventory is alive and not ready, and says why', async () => {
    const ops = `http://127.0.0.1:${shop.process('inventory').ops_port}`;
    await shop.stack('stop', 'postgres');
    const report = await eventually(async () => {
      const response = await fetch(`${ops}/health/ready`);
      return response.status === 503 ? ((await response.json()) as { status: string }) : undefined;
    });
    expect(report).toMatchObject({
      status: 'not-ready',
      checks: { database: { ok: false, reason: expect.any(String) } },
    });
    expect((await fetch(`${ops}/health/live`)).status).toBe(200);
    await shop.stack('start', 'postgres');
    await eventually(isServing, { timeoutMs: 30_000, what: 'sales again' });
  }, 60_000);
});
