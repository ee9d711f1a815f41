import { type Db, Long } from 'mongodb';
import type { FiguresRepository } from '../figures/figures.mongo.repository.js';
import { segmentOf } from '../figures/periods.js';
import { type SaleDocument, saleEvent } from './sale-document.mongo.js';
import { SALES_EVENTS } from './sales-events.mongo.repository.js';

/** A sale as it was stored before figures: times are texts, amounts are whatever the driver made of a number. */
interface OldSaleDocument extends Omit<SaleDocument, 'occurred_at' | 'recorded_at' | 'segment'> {
  occurred_at: string;
  recorded_at: string;
}

const BATCH = 200;
/** FerretDB keeps a connection of its 50 for each statement of a command until the command ends: with more it waits for itself. */
const UPDATES = 20;

/**
 * Gives documents of an older version their dates, 64-bit amounts and segments, in place and in batches. Sales are noted
 * before their documents change: a process that dies in between leaves them to be found and noted again, which does no harm.
 * An older version may go on storing meanwhile; what it stores is found by the next run.
 * @returns how many were converted
 */
export async function convertOldDocuments(db: Db, figures: FiguresRepository, signal?: AbortSignal): Promise<number> {
  const sales = db.collection<SaleDocument>(SALES_EVENTS);
  let converted = 0;
  let batch: SaleDocument[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    await figures.note(batch.map(saleEvent));
    for (let n = 0; n < batch.length; n += UPDATES)
      await sales.bulkWrite(batch.slice(n, n + UPDATES).map(updateOf), { ordered: false });
    converted += batch.length;
    batch = [];
  };
  const old = db.collection<OldSaleDocument>(SALES_EVENTS).find({ segment: { $exists: false } }, { batchSize: BATCH });
  for await (const document of old) {
    if (signal?.aborted) break;
    if (typeof document.occurred_at !== 'string') continue;
    batch.push(asNew(document));
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return converted;
}

const asNew = (old: OldSaleDocument): SaleDocument => ({
  ...old,
  occurred_at: new Date(old.occurred_at),
  recorded_at: new Date(old.recorded_at),
  unit_price_cents: Long.fromString(String(old.unit_price_cents)),
  total_cents: Long.fromString(String(old.total_cents)),
  segment: segmentOf(new Date(old.occurred_at)),
});

const updateOf = ({ _id, occurred_at, recorded_at, unit_price_cents, total_cents, segment }: SaleDocument) => ({
  updateOne: {
    filter: { _id },
    update: { $set: { occurred_at, recorded_at, unit_price_cents, total_cents, segment } },
  },
});
