import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Answer, Shop } from '../support/shop.ts';

describe('500 orders on a stock of 100, through the edge', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = openShop();
  });
  afterAll(() => shop.close());

  it('sells exactly 100, refuses 400 with what is available, leaves 0, and tells everyone exactly once; events say their order', async () => {
    const product_id = await shop.createProduct(100);
    const orders = Array.from({ length: 500 }, () => shop.orderId('OVER'));
    const answers: Answer[] = await Promise.all(
      orders.map((order_id) => shop.sell({ product_id, quantity: 1, order_id })),
    );

    const sold = answers.filter((answer) => answer.status === 201);
    const refused = answers.filter((answer) => answer.status === 409);
    expect([sold.length, refused.length]).toEqual([100, 400]);
    for (const { body } of refused)
      expect(body).toMatchObject({ available: 0, type: expect.stringMatching('insufficient-stock$') });
    expect(new Set(sold.map((answer) => answer.body.current_stock)).size).toBe(100);
    expect(await shop.stockOf(product_id)).toBe(0);

    const { rows } = await shop.inventory.query('SELECT count(*)::int AS n FROM sales WHERE product_id = $1', [
      product_id,
    ]);
    expect(rows[0].n).toBe(100);
    await eventually(
      async () => (await shop.analytics.collection('sales_events').countDocuments({ product_id })) === 100,
      {
        what: '100 documents',
      },
    );
    const events = await shop.analytics.collection('sales_events').find({ product_id }).toArray();
    const told = events.toSorted((a, b) => a.product_version - b.product_version).map(({ stock_after }) => stock_after);
    expect(told).toEqual(Array.from({ length: 100 }, (_, n) => 99 - n));
    await eventually(
      async () => {
        const mailed = await Promise.all(
          sold.map(({ body }) => shop.logLines('notifications', '[EMAIL]', `"${body.order_id}"`)),
        );
        return mailed.every((lines) => lines.length === 1);
      },
      { what: 'one mail for each sale' },
    );
  });
});
