import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';

describe('the broker may fail', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = openShop();
  });
  afterAll(async () => {
    await shop.stack('start', 'rabbitmq', 'analytics', 'notifications');
    await shop.close();
  });

  const documentsOf = (product_id: number) => shop.analytics.collection('sales_events').countDocuments({ product_id });

  it('500 queued events survive kill -9 of it', async () => {
    const product_id = await shop.createProduct(1_000);
    await shop.stack('stop', 'analytics', 'notifications');
    const orders = Array.from({ length: 500 }, () => shop.orderId('KILLED'));
    const answers = await Promise.all(orders.map((order_id) => shop.sell({ product_id, quantity: 1, order_id })));
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    // The count that the management API shows lags some seconds behind; the outbox does not.
    await eventually(async () => (await shop.inventory.query('SELECT 1 FROM outbox')).rowCount === 0, {
      what: 'all confirmed',
    });
    await shop.stack('kill', 'rabbitmq');
    await shop.stack('start', 'analytics', 'notifications');
    await eventually(async () => (await documentsOf(product_id)) === 500, { timeoutMs: 60_000, what: '500 documents' });
  }, 120_000);
});
