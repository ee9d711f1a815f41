// Real: MongoDB. Two analytics beside each other; what one of them does half way, the other one finishes.
import { eventExamples, type ProductSold } from '@app/contracts';
import { createMongoDatabase, deliveryOf, dropMongoDatabase, eventually, saleEvent } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Db } from 'mongodb';
import { consumerOn } from '../../test/builders.js';
import { foldOfRawDocuments, staleSegments, storedFigures } from '../../test/figures-in-the-database.js';
import { saleEvent as recorded, toSaleDocument } from '../sales/sale-document.mongo.js';
import { KnownFigures } from './known-figures.js';
import { project } from './projector.js';

const NOW = Date.now();
const YEAR = 31_536_000_000;

const sale = fc
  .record({
    product_id: fc.integer({ min: 1, max: 40 }),
    currency: fc.constantFrom('USD', 'EUR'),
    quantity: fc.integer({ min: 1, max: 5 }),
    total_cents: fc.constantFrom(0, 100, 9_007_199_254_740_991),
    ago: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom(YEAR, -YEAR, 3_600_000)),
  })
  .map(({ ago, ...fields }) => saleEvent({ ...fields, occurred_at: new Date(NOW - ago).toISOString() }));

describe('figures', () => {
  let uri: string;
  let one: ReturnType<typeof consumerOn>;
  let two: ReturnType<typeof consumerOn>;
  let db: Db;
  const consume = async (analytics: typeof one, events: ProductSold[]) =>
    expect(new Set(await analytics.consumer.record(events.map((event) => deliveryOf(event))))).toEqual(
      new Set(['ack']),
    );
  const settle = async () => {
    await eventually(async () => (await staleSegments(db)) === 0, { timeoutMs: 30_000 });
    expect(await storedFigures(db)).toEqual(await foldOfRawDocuments(db));
  };

  beforeEach(async () => {
    uri = createMongoDatabase('figures');
    [one, two] = [consumerOn(uri), consumerOn(uri)];
    db = await one.db.db();
    for (const analytics of [one, two]) analytics.fresh.onApplicationBootstrap();
  });
  afterEach(async () => {
    for (const analytics of [one, two]) await analytics.close();
    await dropMongoDatabase(uri);
  });

  it('of two analytics that share a queue are the fold of the raw documents, whatever comes twice', async () => {
    const batches = fc.sample(fc.array(sale, { minLength: 1, maxLength: 30 }), { numRuns: 8, seed: 7 });
    await Promise.all(
      [batches, [...batches].reverse()].map(async (all, i) => {
        for (const batch of all) await consume(i === 0 ? one : two, batch);
      }),
    );
    await settle();
  }, 60_000);

  it('survive an analytics that died after it had stored the sales: they come again', async () => {
    const events = fc.sample(sale, { numRuns: 10, seed: 3 });
    await one.salesEvents.insert(events.map((event) => toSaleDocument(event, 't', new Date())));
    await consume(two, events);
    await settle();
  }, 60_000);

  it('are folded by another when an analytics died after it had marked them', async () => {
    const events = fc.sample(sale, { numRuns: 5, seed: 4 }).map((event) => toSaleDocument(event, 't', new Date()));
    await one.salesEvents.insert(events);
    await one.figures.note(events.map(recorded)); // and never says so to its own projector
    await settle();
  }, 60_000);

  it('hold what was paid back, when it was, by line, each once', async () => {
    const refund = { ...eventExamples.order_refunded, occurred_at: new Date(NOW).toISOString() };
    const delivery = () => deliveryOf(refund, { type: 'order_refunded', routingKey: 'order_refunded' });
    expect(await one.orders.refunded([delivery()])).toEqual(['ack']);
    expect(await two.orders.refunded([delivery(), delivery()])).toEqual(['ack', 'ack']);
    await eventually(async () => (await staleSegments(db)) === 0, { timeoutMs: 30_000 });
    const document = await db.collection<{ _id: string }>('order_events').findOne({ _id: refund.event_id });
    expect(document).toMatchObject({ order_id: refund.order_id, occurred_at: new Date(NOW) });
    expect(document).not.toHaveProperty('customer_email');
    const all = await storedFigures(db);
    expect(all).toEqual(await foldOfRawDocuments(db));
    expect(all['all/time']).toContain(`,${refund.refunded_cents}]`);
  }, 60_000);

  it('do not go back when a projector that was frozen half way wakes up', async () => {
    const at = new Date(NOW).toISOString();
    const sold = () => saleEvent({ occurred_at: at });
    await consume(one, [sold(), sold()]);
    let thaw = () => {};
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    const frozen = project(
      {
        eventsOf: (segment) => one.figures.eventsOf(segment).then((events) => thawed.then(() => events)),
        versionsBelow: (parent) => one.figures.versionsBelow(parent),
        below: (parent) => one.figures.below(parent),
        documentsOf: (key) => one.figures.documentsOf(key),
        insert: (fold) => one.figures.insert(fold),
        removeOlder: (key, count) => one.figures.removeOlder(key, count),
      },
      new KnownFigures(one.figures),
      [toSaleDocument(sold(), 't', new Date()).segment],
    );
    await consume(two, [sold(), sold(), sold()]);
    await settle();
    thaw();
    await frozen;
    await settle();
  }, 60_000);
});
