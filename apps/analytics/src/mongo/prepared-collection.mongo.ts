import type { Logger } from '@app/observability';
import { type Collection, type Document, type IndexSpecification, MongoServerError } from 'mongodb';
import type { AnalyticsDb } from './connect.mongo.js';

/** A collection whose indexes are asked for before its first use. */
export class PreparedCollection<T extends Document> {
  private readonly analyticsDb: AnalyticsDb;
  private readonly name: string;
  private readonly indexes: IndexSpecification[];
  private readonly logger: Logger;
  private prepared: Promise<void> | undefined;

  constructor(analyticsDb: AnalyticsDb, name: string, indexes: IndexSpecification[], logger: Logger) {
    this.analyticsDb = analyticsDb;
    this.name = name;
    this.indexes = indexes;
    this.logger = logger;
  }

  async get(): Promise<Collection<T>> {
    const collection = (await this.analyticsDb.db()).collection<T>(this.name);
    this.prepared ??= this.createIndexes(collection);
    await this.prepared;
    return collection;
  }

  /** One at a time: FerretDB 1.24 drops the connection when one call names several that exist. */
  private async createIndexes(collection: Collection<T>): Promise<void> {
    try {
      for (const index of this.indexes) await collection.createIndex(index);
    } catch (err) {
      if (err instanceof MongoServerError) {
        this.logger.warn({ err }, `the server refuses an index of ${this.name}; it is used without`);
        return;
      }
      this.prepared = undefined;
      throw err;
    }
  }
}

/** Without the journal an acknowledged write could be lost with the server's last 100 ms. */
export const DURABLE = { ordered: false, writeConcern: { w: 'majority', journal: true } } as const;
