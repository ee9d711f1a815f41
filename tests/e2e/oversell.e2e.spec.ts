import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Answer, Shop } from '../support/shop.ts';

describe('D1: 500 orders on a stock of 100, through the front door', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = openShop();
  });
  afterAll(() => shop.close());

  it('sells exactly 100, refuses 400 with what is available, leaves 0, and tells everyone exactly once (D2)', async () => {
    const product_id = await shop.createProduct(100);
    const orders = Array.from({ length: 500 }, () => shop.orderId('D1'));
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
