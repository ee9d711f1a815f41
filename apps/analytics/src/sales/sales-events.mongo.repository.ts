import { textOf } from '@app/base';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { Collection, IndexSpecification } from 'mongodb';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { DURABLE, PreparedCollection } from '../mongo/prepared-collection.mongo.js';
import { clash, classifyInsert, type InsertOutcome } from './classify-insert.mongo.js';
import type { SaleDocument } from './sale-document.mongo.js';

/** One outcome for each document, by index, or the reason why the database cannot be used now. */
export type InsertResult = { ok: true; outcomes: InsertOutcome[] } | { ok: false; reason: string };

/** When a sale became a document. */
export type StoredSale = Pick<SaleDocument, '_id' | 'trace_id' | 'recorded_at'>;

export const SALES_EVENTS = 'sales_events';

const INDEXES: IndexSpecification[] = [{ product_id: 1, occurred_at: 1 }, { occurred_at: 1 }, { segment: 1 }];

/** The sales, one document each, under their event_id. */
@Injectable()
export class SalesEventsRepository {
  readonly #collection: PreparedCollection<SaleDocument>;

  constructor(analyticsDb: AnalyticsDb, @Inject(LOGGER) logger: Logger) {
    this.#collection = new PreparedCollection(analyticsDb, SALES_EVENTS, INDEXES, logger);
  }

  /** Stores what is not stored yet. Durable when it resolves. */
  async insert(documents: SaleDocument[]): Promise<InsertResult> {
    try {
      const collection = await this.#collection.get();
      await collection.insertMany(documents, DURABLE);
      return { ok: true, outcomes: documents.map(() => ({ outcome: 'inserted' })) };
    } catch (error) {
      const failure = classifyInsert(error);
      if (failure.scope === 'database') return { ok: false, reason: failure.reason };
      if (failure.scope === 'batch') return this.#oneByOne(documents, failure.reason);
      const outcomes = documents.map((_, i): InsertOutcome => failure.errors.get(i) ?? { outcome: 'inserted' });
      return this.#nameTakenKeys(documents, outcomes);
    }
  }

  /** Those of these events that are documents of the segment; reads that segment only. */
  async stored(segment: string, eventIds: readonly string[]): Promise<StoredSale[]> {
    const collection = await this.#collection.get();
    const wanted = { segment, _id: { $in: [...eventIds] } };
    return collection.find(wanted, { projection: { trace_id: 1, recorded_at: 1 } }).toArray() as Promise<StoredSale[]>;
  }

  /** True when the database answers a read. */
  async answers(): Promise<boolean> {
    return (await this.unavailable()) === undefined;
  }

  /**
   * Why the database cannot be used now; undefined when it can. A read, because a `ping` may succeed where reads do not.
   * Any document will do: a filter would make FerretDB read all of them.
   */
  async unavailable(): Promise<string | undefined> {
    try {
      const collection = await this.#collection.get();
      await collection.findOne({}, { projection: { _id: 1 } });
      return undefined;
    } catch (error) {
      return textOf(error);
    }
  }

  /** A server that refuses the batch as a whole does not say which document it dislikes. */
  async #oneByOne(documents: SaleDocument[], reason: string): Promise<InsertResult> {
    if (documents.length === 1) {
      const unavailable = await this.unavailable();
      return unavailable ? { ok: false, reason: unavailable } : { ok: true, outcomes: [{ outcome: 'failed', reason }] };
    }
    const outcomes: InsertOutcome[] = [];
    for (const document of documents) {
      const result = await this.insert([document]);
      if (!result.ok) return result;
      outcomes.push(...result.outcomes);
    }
    return { ok: true, outcomes };
  }

  /** FerretDB does not say which unique key is taken. It is `_id`, unless somebody has added another unique index. */
  async #nameTakenKeys(documents: SaleDocument[], outcomes: InsertOutcome[]): Promise<InsertResult> {
    const taken = documents.filter((_, i) => outcomes[i]?.outcome === 'key-taken').map(({ _id }) => _id);
    if (taken.length === 0) return { ok: true, outcomes };
    try {
      const collection = await this.#collection.get();
      const stored = new Set((await hasOtherUniqueIndex(collection)) ? await storedOf(collection, taken) : taken);
      const name = (outcome: InsertOutcome, i: number): InsertOutcome => {
        if (outcome.outcome !== 'key-taken') return outcome;
        return stored.has(documents[i]?._id ?? '') ? { outcome: 'duplicate' } : clash;
      };
      return { ok: true, outcomes: outcomes.map(name) };
    } catch (error) {
      return { ok: false, reason: textOf(error) };
    }
  }
}

async function hasOtherUniqueIndex(collection: Collection<SaleDocument>): Promise<boolean> {
  return (await collection.indexes()).some(({ name, unique }) => unique && name !== '_id_');
}

async function storedOf(collection: Collection<SaleDocument>, ids: string[]): Promise<string[]> {
  const stored = await collection.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
  return stored.map(({ _id }) => _id);
}
