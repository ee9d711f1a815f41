// Real: MongoDB. A sale is one document, whatever arrives how often and beside what.
import { productSoldExample } from '@app/contracts';
import { createMongoDatabase, deliveryOf, dropMongoDatabase, saleEvent } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Collection } from 'mongodb';
import { consumerOn, traceId } from '../../test/builders.js';
import type { SaleDocument } from './sale-document.mongo.js';

describe('a batch of product_sold', () => {
  const uri = createMongoDatabase('analytics');
  const { db, close, consumer, registry } = consumerOn(uri);
  let sales: Collection<SaleDocument>;
  const stored = () => sales.countDocuments();

  beforeAll(async () => {
    sales = (await db.db()).collection<SaleDocument>('sales_events');
  });
  beforeEach(async () => {
    await sales.deleteMany({});
    registry.resetMetrics();
  });
  afterAll(async () => {
    await close();
    await dropMongoDatabase(uri);
  });

  it('becomes one flat document for each sale, in its trace', async () => {
    const trace_id = traceId();
    const event = saleEvent({ customer_email: 'ada@example.org' });
    expect(await consumer.record([deliveryOf(event, { traceparent: `00-${trace_id}-${'1'.repeat(16)}-01` })])).toEqual([
      'ack',
    ]);
    const { customer_email, ...sale } = event;
    expect(await sales.findOne({ _id: event.event_id })).toEqual({
      ...sale,
      _id: event.event_id,
      occurred_at: new Date(sale.occurred_at),
      trace_id,
      recorded_at: expect.any(Date),
      segment: '2024-07-12T09:26:50Z',
    });
  });

  it('is one document whatever its event looks like: a leap second, an id in capitals', async () => {
    const event = saleEvent({ occurred_at: '2026-12-31T23:59:60Z' });
    const event_id = event.event_id.toUpperCase();
    expect(await consumer.record([deliveryOf(event), deliveryOf({ ...event, event_id })])).toEqual(['ack', 'ack']);
    expect(await stored()).toBe(1);
    expect(await sales.findOne({ _id: event.event_id })).toMatchObject({
      occurred_at: new Date('2026-12-31T23:59:59.999Z'),
    });
  });

  it('counts a sale once when its event comes twice in a batch and again later', async () => {
    const [one, two] = [saleEvent(), saleEvent()];
    expect(await consumer.record([one, two, one].map((e) => deliveryOf(e)))).toEqual(['ack', 'ack', 'ack']);
    expect(await consumer.record([two, one].map((e) => deliveryOf(e)))).toEqual(['ack', 'ack']);
    expect(await stored()).toBe(2);
    const text = await registry.metrics();
    expect(text).toMatch(/^analytics_sales_recorded_total 2$/m);
    expect(text).toMatch(/^analytics_duplicate_events_total 3$/m);
  });

  it('parks what is no sale of ours with its reason, and records the others', async () => {
    const good = [saleEvent(), saleEvent()];
    const bodies = [
      good[0],
      { ...saleEvent(), version: 2 },
      { ...saleEvent(), type: 'product_restocked' },
      { ...saleEvent(), quantity: 0 },
      { ...good[1], gift: true },
    ];
    const strange = deliveryOf(saleEvent(), { messageId: 'another-id' });
    expect(await consumer.record([...bodies.map((body) => deliveryOf(body as object)), strange])).toEqual([
      'ack',
      { kind: 'unsupported-version', park: expect.stringContaining('version 2') },
      { kind: 'wrong-type', park: expect.stringContaining('product_restocked') },
      { kind: 'schema', park: expect.stringContaining('quantity') },
      'ack',
      { kind: 'schema', park: expect.stringContaining('another-id') },
    ]);
    expect(await stored()).toBe(2);
  });

  it('parks only the document that the database refuses', async () => {
    await sales.createIndex({ order_id: 1 }, { unique: true });
    const twin = saleEvent({ order_id: 'ORD-TWIN' });
    const batch = [saleEvent(), twin, saleEvent({ order_id: 'ORD-TWIN' }), saleEvent(), twin];
    expect(await consumer.record(batch.map((e) => deliveryOf(e)))).toEqual([
      'ack',
      'ack',
      { kind: 'document-refused', park: expect.any(String) },
      'ack',
      'ack',
    ]);
    await sales.dropIndex('order_id_1');
    expect(await stored()).toBe(3);
  });

  it('is not stopped by one document that makes the server refuse all of them', async () => {
    // FerretDB over PostgreSQL cannot hold U+0000 and fails the whole insert; a mongod stores it.
    const batch = [saleEvent(), saleEvent({ product_name: 'a\u0000b' }), saleEvent()];
    const [first, odd, last] = await consumer.record(batch.map((e) => deliveryOf(e)));
    expect([first, last]).toEqual(['ack', 'ack']);
    expect(odd === 'ack' || 'retry' in (odd as object)).toBe(true);
  });

  it('writes 400 sales of the same product', async () => {
    const batch = Array.from({ length: 400 }, () => saleEvent({ product_id: productSoldExample.product_id }));
    expect(new Set(await consumer.record(batch.map((e) => deliveryOf(e))))).toEqual(new Set(['ack']));
    expect(await stored()).toBe(400);
  });
});
