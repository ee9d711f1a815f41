// Real: MongoDB. Figures are spoiled in every way, and rebuilt from the raw documents.
import { createMongoDatabase, deliveryOf, dropMongoDatabase, eventually, saleEvent } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Db } from 'mongodb';
import { pino } from 'pino';
import { consumerOn } from '../../test/builders.js';
import { foldOfRawDocuments, staleSegments, storedFigures } from '../../test/figures-in-the-database.js';
import { oracle } from '../../test/figures-model.js';
import { dropOldDocuments } from '../retention/drop-old-documents.js';
import { MongoRetentionStore } from '../retention/retention.mongo.store.js';
import { saleEvent as recorded, toSaleDocument } from '../sales/sale-document.mongo.js';
import { rebuildFigures } from './rebuild.mongo.store.js';

describe('a rebuild', () => {
  let uri: string;
  let analytics: ReturnType<typeof consumerOn>;
  let db: Db;
  const rebuilt = (range = {}) => rebuildFigures(uri, range, pino({ level: 'silent' }), () => {});
  const sold = (hoursAgo: number) =>
    saleEvent({
      occurred_at: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
      product_id: 1 + (hoursAgo % 5),
    });
  const sales = Array.from({ length: 30 }, (_, n) => sold(n * 7));
  const settled = () => eventually(async () => (await staleSegments(db)) === 0, { timeoutMs: 30_000 });

  beforeEach(async () => {
    uri = createMongoDatabase('rebuild');
    analytics = consumerOn(uri);
    db = await analytics.db.db();
    analytics.fresh.onApplicationBootstrap();
    await analytics.consumer.record(sales.map((event) => deliveryOf(event)));
    await settled();
  });
  afterEach(async () => {
    await analytics.close();
    await dropMongoDatabase(uri);
  });

  it('of right figures changes nothing; versions that a build without them did not write are there before anything is read', async () => {
    const right = await storedFigures(db);
    await db.collection('figure_versions').deleteMany({});
    expect(await rebuilt()).toMatchObject({ segments: 30, repaired: 0, converted: 0 });
    expect(await storedFigures(db)).toEqual(right);
  });

  it('brings back what was lost, spoiled or invented, byte for byte', async () => {
    const figures = db.collection<{ _id: string }>('figures');
    const day = await figures.findOne({ key: /^day/ });
    await figures.updateOne({ _id: day?._id ?? '' }, { $set: { figures: '[]' } });
    await figures.deleteMany({ key: /^(quarter|month|totals)/ });
    await db
      .collection('figure_notes')
      .deleteMany({ segment: toSaleDocument(sales[3] as never, 't', new Date()).segment });
    await db.collection<{ _id: string }>('sales_events').deleteOne({ _id: sales[5]?.event_id ?? '' });
    await rebuilt();
    expect(await storedFigures(db)).toEqual(await foldOfRawDocuments(db));
    expect((await rebuilt()).repaired).toBe(0);
  });

  it('that is interrupted anywhere and repeated ends with the same figures, byte for byte', async () => {
    const right = await storedFigures(db);
    await db.collection('figures').deleteMany({ key: /^(segment|day|all)/ });
    for (const until of [1, 17, 29]) {
      const interrupted = rebuildFigures(uri, {}, pino({ level: 'silent' }), (done) => {
        if (done === until) throw new Error('interrupted');
      });
      await expect(interrupted).rejects.toThrow('interrupted');
    }
    await rebuilt();
    expect(await storedFigures(db)).toEqual(right);
    expect((await rebuilt()).repaired).toBe(0);
  });

  it('keeps the figures of documents that were dropped because of their age; events that come late or again are right', async () => {
    const store = new MongoRetentionStore(analytics.db, analytics.figures, pino({ level: 'silent' }));
    const right = await storedFigures(db);
    const old = sales.filter(({ occurred_at }) => Date.parse(occurred_at) < Date.now() - 3 * 86_400_000);
    const stopped = new AbortController();
    const dropSegment = store.dropSegment.bind(store);
    const interrupted = jest.spyOn(store, 'dropSegment').mockImplementation((segment) => {
      stopped.abort();
      return dropSegment(segment);
    });
    expect(await dropOldDocuments(store, 3, Date.now(), stopped.signal)).toBe(1);
    interrupted.mockRestore();
    await dropOldDocuments(store, 3, Date.now());
    expect(await dropOldDocuments(store, 3, Date.now())).toBe(0);
    const left = await db.collection('sales_events').countDocuments();
    expect(left).toBeLessThan(sales.length - 5);
    expect(await rebuilt()).toMatchObject({ repaired: 0 });
    expect(await storedFigures(db)).toEqual(right);

    const late = saleEvent({ occurred_at: old.at(-1)?.occurred_at as string, product_id: 99 });
    await analytics.consumer.record([...old, late].map((event) => deliveryOf(event)));
    await settled();
    const all = [...sales, late].map((event) => recorded(toSaleDocument(event, 't', new Date())));
    expect(await storedFigures(db)).toEqual(oracle(all));
    await db.collection('figures').deleteMany({});
    await rebuilt();
    expect(await storedFigures(db)).toEqual(oracle(all));
  });

  it('goes on beside sales', async () => {
    await db.collection('figures').deleteMany({});
    const more = Array.from({ length: 20 }, (_, n) => sold(n * 7));
    const [first] = await Promise.all([
      rebuilt({ from: new Date(Date.now() - 86_400_000) }),
      (async () => {
        for (const event of more) await analytics.consumer.record([deliveryOf(event)]);
      })(),
    ]);
    expect(first.segments).toBeLessThan(40);
    await settled();
    await rebuilt();
    expect(await storedFigures(db)).toEqual(await foldOfRawDocuments(db));
  });

  it('converts documents of an older version, in place and once', async () => {
    const old = Array.from({ length: 120 }, () => saleEvent()).map((event) => {
      const { segment, ...document } = toSaleDocument(event, 'trace', new Date());
      return {
        ...document,
        occurred_at: event.occurred_at,
        recorded_at: event.occurred_at,
        total_cents: event.total_cents,
      };
    });
    await db.collection('sales_events').insertMany(old as never[]);
    expect(await rebuilt()).toMatchObject({ converted: 120 });
    expect(await rebuilt()).toMatchObject({ converted: 0, repaired: 0 });
    const all = await db.collection('sales_events').find({}, { promoteLongs: false }).toArray();
    expect(all).toHaveLength(150);
    for (const one of all) expect(one).toMatchObject({ occurred_at: expect.any(Date), segment: expect.any(String) });
    expect(new Set(all.map(({ total_cents }) => total_cents.constructor.name))).toEqual(new Set(['Long']));
    expect(await storedFigures(db)).toEqual(await foldOfRawDocuments(db));
  });
});
