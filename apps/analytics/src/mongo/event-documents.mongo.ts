import { textOf } from '@app/base';
import type { Logger } from '@app/observability';
import type { Collection, Filter, IndexSpecification, OptionalUnlessRequiredId } from 'mongodb';
import { clash, classifyInsert, type InsertOutcome } from './classify-insert.mongo.js';
import type { AnalyticsDb } from './connect.mongo.js';
import { DURABLE, PreparedCollection } from './prepared-collection.mongo.js';

/** One outcome for each document, by index, or the reason why the database cannot be used now. */
export type InsertResult = { ok: true; outcomes: InsertOutcome[] } | { ok: false; reason: string };

/** What every document of an event has. */
export interface EventDocument {
  /** The event_id: what makes a second delivery harmless. */
  _id: string;
  occurred_at: Date;
  /** The ten seconds in which it happened: what equality finds the documents of a time by. */
  segment: string;
}

const INDEXES: IndexSpecification[] = [{ occurred_at: 1 }, { segment: 1 }];

/** Events of one kind, one document each, under their event_id. */
export class EventDocuments<T extends EventDocument> {
  protected readonly collection: PreparedCollection<T>;

  constructor(analyticsDb: AnalyticsDb, name: string, logger: Logger, indexes: IndexSpecification[] = []) {
    this.collection = new PreparedCollection(analyticsDb, name, [...indexes, ...INDEXES], logger);
  }

  /** Stores what is not stored yet. Durable when it resolves. */
  async insert(documents: T[]): Promise<InsertResult> {
    try {
      const collection = await this.collection.get();
      await collection.insertMany(documents as OptionalUnlessRequiredId<T>[], DURABLE);
      return { ok: true, outcomes: documents.map(() => ({ outcome: 'inserted' })) };
    } catch (error) {
      const failure = classifyInsert(error);
      if (failure.scope === 'database') return { ok: false, reason: failure.reason };
      if (failure.scope === 'batch') return this.oneByOne(documents, failure.reason);
      const outcomes = documents.map((_, i): InsertOutcome => failure.errors.get(i) ?? { outcome: 'inserted' });
      return this.nameTakenKeys(documents, outcomes);
    }
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
      const collection = await this.collection.get();
      await collection.findOne({}, { projection: { _id: 1 } });
      return undefined;
    } catch (error) {
      return textOf(error);
    }
  }

  /** A server that refuses the batch as a whole does not say which document it dislikes. */
  private async oneByOne(documents: T[], reason: string): Promise<InsertResult> {
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

  /** FerretDB does not say which unique key is taken. It is `_id`, unless another unique index was added. */
  private async nameTakenKeys(documents: T[], outcomes: InsertOutcome[]): Promise<InsertResult> {
    const taken = documents.filter((_, i) => outcomes[i]?.outcome === 'key-taken').map(({ _id }) => _id);
    if (taken.length === 0) return { ok: true, outcomes };
    try {
      const collection = await this.collection.get();
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

async function hasOtherUniqueIndex<T extends EventDocument>(collection: Collection<T>): Promise<boolean> {
  return (await collection.indexes()).some(({ name, unique }) => unique && name !== '_id_');
}

async function storedOf<T extends EventDocument>(collection: Collection<T>, ids: string[]): Promise<string[]> {
  const filter = { _id: { $in: ids } } as Filter<T>;
  const stored = await collection.find(filter, { projection: { _id: 1 } }).toArray();
  return stored.map(({ _id }) => String(_id));
}
