import type { Logger } from '@app/observability';
import type { Db } from 'mongodb';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { type OrderEventDocument, refundsOf } from '../orders/order-event-document.mongo.js';
import { ORDER_EVENTS } from '../orders/order-events.mongo.repository.js';
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
 * @param progress told from time to time how many segments of how many are done
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
    const done = await rebuild(storeOn(db, figures), segments, (count) => progress(count, segments.length));
    return { ...done, converted };
  } finally {
    await analyticsDb.close();
  }
}

function storeOn(db: Db, figures: FiguresRepository): RebuildStore {
  return {
    eventsOf: (segment) => figures.eventsOf(segment),
    partsOf: (key) => figures.partsOf(key),
    below: (parent) => figures.below(parent),
    insert: (documents) => figures.insert(documents),
    remove: (parent, ids) => figures.remove(parent, ids),
    // Marked as well: what comes in meanwhile is folded by a projector afterwards.
    addNotes: (events) => figures.note(events),
    dropNotes: async (segment) => void (await db.collection(NOTES).deleteMany({ segment })),
    rawEventsOf: (segment) => rawEventsOf(db, segment),
  };
}

async function rawEventsOf(db: Db, segment: string): Promise<RecordedEvent[]> {
  const sales = await db.collection<SaleDocument>(SALES_EVENTS).find({ segment }).toArray();
  const orders = await db.collection<OrderEventDocument>(ORDER_EVENTS).find({ segment }).toArray();
  return [...sales.map(saleEvent), ...orders.flatMap(refundsOf)];
}

/** Segments of raw documents and those that have figures: it takes a look at all of both. */
async function segmentsIn(db: Db, { from, to }: RebuildRange): Promise<string[]> {
  const isWithin = (at: Date) => (!from || at >= from) && (!to || at < to);
  const within = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
  const filter = from || to ? { occurred_at: within } : {};
  const found = new Set<string>();
  for (const name of [SALES_EVENTS, ORDER_EVENTS]) {
    const documents = db.collection(name).find(filter, { projection: { _id: 0, segment: 1 } });
    for await (const { segment } of documents) found.add(String(segment));
  }
  const named = db.collection('figures').find({}, { projection: { _id: 0, key: 1 } });
  for await (const { key } of named) {
    const segment = /^segment\/(.*)/.exec(String(key))?.[1];
    if (segment && isWithin(new Date(segment))) found.add(segment);
  }
  return [...found].sort();
}
