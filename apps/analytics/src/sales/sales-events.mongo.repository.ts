import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { EventDocuments } from '../mongo/event-documents.mongo.js';
import type { SaleDocument } from './sale-document.mongo.js';

/** When a sale became a document. */
export type StoredSale = Pick<SaleDocument, '_id' | 'trace_id' | 'recorded_at'>;

export const SALES_EVENTS = 'sales_events';

/** The sales, one document each. */
@Injectable()
export class SalesEventsRepository extends EventDocuments<SaleDocument> {
  constructor(analyticsDb: AnalyticsDb, @Inject(LOGGER) logger: Logger) {
    super(analyticsDb, SALES_EVENTS, logger, [{ product_id: 1, occurred_at: 1 }]);
  }

  /** Those of these events that are documents of the segment; reads that segment only. */
  async stored(segment: string, eventIds: readonly string[]): Promise<StoredSale[]> {
    const collection = await this.collection.get();
    const wanted = { segment, _id: { $in: [...eventIds] } };
    return collection.find(wanted, { projection: { trace_id: 1, recorded_at: 1 } }).toArray() as Promise<StoredSale[]>;
  }
}
