// Real: the running shop; analytics and its database are killed while sales go on.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foldOfRawDocuments, staleSegments, storedFigures } from '../../apps/analytics/test/figures-in-the-database.js';
import { openShop } from '../support/open-shop.ts';
import { Rush } from '../support/rush.ts';
import type { Answer, Shop } from '../support/shop.ts';

const DAY_MS = 86_400_000;
const FRESH_WITHIN_MS = 15_000;

describe('figures, through the edge', () => {
  let shop: Shop;
  let admin: Record<string, string>;
  beforeAll(async () => {
    shop = openShop();
    admin = await shop.asAdmin();
  });
  afterAll(() => shop.close());

  const figures = (what: string, query: Record<string, string | number> = {}, headers = {}): Promise<Answer> => {
    const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
    return shop.call('GET', `/figures/${what}?${text}`, undefined, { ...admin, ...headers });
  };
  /** From the beginning of yesterday to the end of tomorrow, UTC: whatever the time, it is within. */
  const range = () => {
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const at = (ms: number) => new Date(ms).toISOString();
    return { from: at(today - DAY_MS), to: at(today + 2 * DAY_MS) };
  };
  const sum = (items: Record<string, number>[], name: string) =>
    items.reduce((all, item) => all + (item[name] ?? 0), 0);
  const sell = (product_id: number, quantity: number) =>
    shop.sell({ product_id, quantity, order_id: shop.orderId('FIG') });
  const usdUnits = async (): Promise<number> =>
    (await figures('totals')).body.items.find(({ currency }: { currency: string }) => currency === 'USD')?.units ?? 0;

  it('what is sold is there within seconds: by hour, by day, among the best, in the totals', async () => {
    const product_id = await shop.createProduct(100, 'Figured Mug');
    const before = await usdUnits();
    for (const quantity of [3, 4]) expect((await sell(product_id, quantity)).status).toBe(201);
    const sold = Date.now();
    const hours = { ...range(), by: 'hour', product_id };
    const { body } = await eventually(
      async () => {
        const answer = await figures('sales', { ...hours, limit: 500 });
        return sum(answer.body.items, 'sales') === 2 && answer;
      },
      { timeoutMs: FRESH_WITHIN_MS, what: 'two sales' },
    );
    expect(body.items).toHaveLength(
      72 * new Set(body.items.map(({ currency }: { currency: string }) => currency)).size,
    );
    const found = body.items.filter(({ sales }: { sales: number }) => sales > 0);
    expect(sum(found, 'units')).toBe(7);
    expect(found[0]).toMatchObject({ product_id, currency: 'USD', refunded_cents: 0 });
    expect(sum(found, 'revenue_cents')).toBe(7 * 1_250);
    expect(sold - Date.parse(found[0].start)).toBeLessThan(2 * 3_600_000);

    const days = { ...hours, by: 'day', time_zone: 'Asia/Kathmandu', compare: 'previous' };
    const [first, ...others] = (await figures('sales', days)).body.items;
    expect(first.start).toMatch(/T00:00:00\+05:45$/);
    expect(sum([first, ...others], 'units')).toBe(7);
    expect(first.previous).toMatchObject({ sales: 0, start: expect.stringMatching(/T00:00:00\+05:45$/) });

    const best = (await figures('products', { ...range(), sort: 'units', limit: 500 })).body.items;
    expect(best).toContainEqual({
      product_id,
      product_name: 'Figured Mug',
      currency: 'USD',
      sales: 2,
      units: 7,
      revenue_cents: 8_750,
      refunded_cents: 0,
    });
    expect(best).toEqual([...best].sort((a, b) => b.units - a.units || a.product_id - b.product_id));
    // Of all periods that a sale belongs to, all time is folded last.
    await eventually(async () => (await usdUnits()) - before >= 7, {
      timeoutMs: FRESH_WITHIN_MS,
      what: 'both sales in the totals',
    });
  });

  it('pages of any size are the whole, and a client that holds an answer gets no body', async () => {
    const days = { ...range(), by: 'day' };
    const { body, headers } = await figures('sales', days);
    const pages = [];
    for (let cursor: string | undefined; ; ) {
      const page = (await figures('sales', { ...days, limit: 1, ...(cursor && { cursor }) })).body;
      pages.push(...page.items);
      if (!page.next_cursor) break;
      cursor = page.next_cursor;
    }
    expect(pages).toEqual(body.items);
    const again = await figures('sales', days, { 'if-none-match': headers.get('etag') ?? '' });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('money that came back is told apart from what was sold, in the hour in which it came back', async () => {
    const product_id = await shop.createProduct(10, 'Returned Mug');
    const order_id = shop.orderId('FIG');
    const order = { order_id, lines: [{ product_id, quantity: 2 }], payment_token: 'tok_ok' };
    expect((await shop.call('POST', '/orders', order)).status).toBe(201);
    const refund = { refund_id: 'F1', lines: [{ line: 1, quantity: 1 }], restock: true };
    expect((await shop.call('POST', `/orders/${order_id}/refund`, refund, admin)).status).toBe(201);
    await eventually(
      async () => {
        const { items } = (await figures('sales', { ...range(), by: 'day', product_id })).body;
        return (
          ['sales', 'units', 'revenue_cents', 'refunded_cents'].map((name) => sum(items, name)).join() ===
          '1,2,2500,1250'
        );
      },
      { timeoutMs: FRESH_WITHIN_MS, what: 'gross and refunded' },
    );
  });

  it('kill -9 of analytics and of its database while sales go on: at the end they are the fold of the raw documents', async () => {
    const product_id = await shop.createProduct(1_000_000, 'Rushed Mug');
    const rush = new Rush(shop, [shop.endpoints.gateway], product_id);
    for (const name of ['analytics', 'mongodb', 'analytics']) {
      await rush.more(60);
      await shop.stack('kill', name);
    }
    await rush.more(60);
    const sold = (await rush.end()).filter(({ status }) => status === 201).length;
    const documents = shop.analytics.collection('sales_events');
    const settled = async () =>
      (await documents.countDocuments({ product_id })) === sold && (await staleSegments(shop.analytics)) === 0;
    await eventually(settled, { timeoutMs: 60_000, everyMs: 500, what: 'every sale in the figures' });
    expect(await storedFigures(shop.analytics)).toEqual(await foldOfRawDocuments(shop.analytics));
  }, 120_000);
});
