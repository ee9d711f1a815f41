import type { Logger } from '@app/observability';
import type { Db } from 'mongodb';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { type OrderEventDocument, refundsOf } from '../orders/order-event-document.mongo.js';
import { ORDER_EVENTS } from '../orders/order-events.mongo.repository.js';
import { MongoRetentionStore } from '../retention/retention.mongo.store.js';
import { convertOldDocuments } from '../sales/convert-old-documents.mongo.js';
import { type SaleDocument, saleEvent } from '../sales/sale-document.mongo.js';
import { SALES_EVENTS } from '../sales/sales-events.mongo.repository.js';
import { FiguresRepository } from './figures.mongo.repository.js';
import { type RebuildStore, type Rebuilt, rebuild } from './rebuild.js';
import type { RecordedEvent } from './recorded-events.js';

const NOTES = 'figure_notes';

/** Which part of time to rebuild; all of it without bounds. */
export interface RebuildRange {
  from?: Date;
  to?: Date;
}

/**
 * Recomputes the figures of a database from its raw documents.
 * @param progress called from time to time with how many segments of how many are done
 */
export async function rebuildFigures(
  uri: string,
  range: RebuildRange,
  logger: Logger,
  progress: (done: number, of: number) => void,
): Promise<Rebuilt & { converted: number }> {
  const analyticsDb = new AnalyticsDb(uri);
  try {
    const figures = new FiguresRepository(analyticsDb, logger);
    const db = await analyticsDb.db();
    const converted = await convertOldDocuments(db, figures);
    const segments = await segmentsIn(db, range);
    const retention = new MongoRetentionStore(analyticsDb, figures, logger);
    const done = await rebuild(storeOn(db, figures, retention), segments, (count) => progress(count, segments.length));
    return { ...done, converted };
  } finally {
    await analyticsDb.close();
  }
}

function storeOn(db: Db, figures: FiguresRepository, retention: MongoRetentionStore): RebuildStore {
  return {
    eventsOf: (segment) => figures.eventsOf(segment),
    versionsBelow: (parent) => figures.versionsBelow(parent),
    below: (parent) => figures.below(parent),
    documentsOf: (key) => figures.documentsOf(key),
    insert: (fold) => figures.insert(fold),
    removeVersions: (parent, ids) => figures.removeVersions(parent, ids),
    remove: (parent, ids) => figures.remove(parent, ids),
    // Marked as well: what comes in meanwhile is folded by a projector afterwards.
    addNotes: (events) => figures.note(events),
    dropNotes: async (segment) => void (await db.collection(NOTES).deleteMany({ segment })),
    rawEventsOf: (segment) => rawEventsOf(db, segment),
    isDropped: async (segment) => (await retention.droppedDays()).begun.has(segment.slice(0, 10)),
  };
}

async function rawEventsOf(db: Db, segment: string): Promise<RecordedEvent[]> {
  const sales = await db.collection<SaleDocument>(SALES_EVENTS).find({ segment }).toArray();
  const orders = await db.collection<OrderEventDocument>(ORDER_EVENTS).find({ segment }).toArray();
  return [...sales.map(saleEvent), ...orders.flatMap(refundsOf)];
}

/** Segments of raw documents, of notes and of figures: it takes a look at all of them. */
async function segmentsIn(db: Db, { from, to }: RebuildRange): Promise<string[]> {
  const isWithin = (at: Date) => (!from || at >= from) && (!to || at < to);
  const within = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
  const filter = from || to ? { occurred_at: within } : {};
  const found = new Set<string>();
  for (const name of [SALES_EVENTS, ORDER_EVENTS]) {
    const documents = db.collection(name).find(filter, { projection: { _id: 0, segment: 1 } });
    for await (const { segment } of documents) found.add(String(segment));
  }
  for await (const segment of named(db)) if (isWithin(new Date(segment))) found.add(segment);
  return [...found].sort();
}

async function* named(db: Db): AsyncGenerator<string> {
  const notes = db.collection<{ segment: string }>(NOTES).find({}, { projection: { _id: 0, segment: 1 } });
  for await (const { segment } of notes) yield segment;
  const figures = db.collection<{ key: string }>('figures').find({}, { projection: { _id: 0, key: 1 } });
  for await (const { key } of figures) if (key.startsWith('segment/')) yield key.slice('segment/'.length);
}
