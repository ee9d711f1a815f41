import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';

describe('one sale, from the HTTP request to the mail', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = openShop();
  });
  afterAll(() => shop.close());

  it('is answered, recorded, counted, stored and mailed under one trace', async () => {
    const product_id = await shop.createProduct(100, 'Laptop <Gamer>');
    const order_id = shop.orderId();
    const traceId = '0af7651916cd43dd8448eb211c80319c';

    const answer = await shop.sell(
      { product_id, quantity: 2, order_id, customer_email: 'buyer@example.com' },
      { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    );

    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/sales/${order_id}`);
    expect(answer.headers.get('traceparent')).toContain(traceId);
    expect(answer.body).toEqual({
      success: true,
      sale_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      order_id,
      product_id,
      product_name: 'Laptop <Gamer>',
      quantity: 2,
      unit_price_cents: 1_250,
      total_cents: 2_500,
      currency: 'USD',
      current_stock: 98,
      occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      message: expect.any(String),
    });
    expect(await shop.stockOf(product_id)).toBe(98);
    expect((await shop.call('GET', `/sales/${order_id}`)).body).toEqual(answer.body);

    const { sale_id } = answer.body;
    const document = await eventually(
      async () => {
        const found = await shop.analytics.collection('sales_events').findOne({ _id: sale_id });
        if (!found) throw new Error('no document yet');
        return found;
      },
      { what: 'the document in sales_events' },
    );
    expect(document).toMatchObject({
      event_id: sale_id,
      type: 'product_sold',
      order_id,
      quantity: 2,
      trace_id: traceId,
    });
    expect(document).not.toHaveProperty('customer_email');
    const names = [...Object.keys(answer.body), ...Object.keys(document)];
    expect(names.filter((name) => !/^_?[a-z]+(_[a-z]+)*$/.test(name))).toEqual([]);
    expect(Object.values(document).filter((value) => typeof value === 'object' && !(value instanceof Date))).toEqual(
      [],
    );

    const [mail] = await eventually(
      async () => {
        const lines = await shop.logLines('notifications', '[EMAIL]', order_id);
        if (lines.length === 0) throw new Error('no [EMAIL] line yet');
        return lines;
      },
      { what: 'the [EMAIL] line' },
    );
    for (const part of ['buyer@example.com', 'Laptop <Gamer>', traceId]) expect(mail).toContain(part);

    for (const service of ['gateway', 'inventory', 'analytics', 'notifications']) {
      expect(await shop.logLines(service, traceId, order_id)).not.toHaveLength(0);
    }
    await eventually(
      async () => {
        const { rows } = await shop.inventory.query('SELECT 1 FROM outbox WHERE event_id = $1', [sale_id]);
        return rows.length === 0;
      },
      { what: 'the event to be acknowledged' },
    );
  });

  it('is the same sale when it is asked for again', async () => {
    const product_id = await shop.createProduct(10);
    const request = { product_id, quantity: 1, order_id: shop.orderId() };
    const first = await shop.sell(request);
    const again = await shop.sell(request);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await shop.stockOf(product_id)).toBe(9);
  });
});
