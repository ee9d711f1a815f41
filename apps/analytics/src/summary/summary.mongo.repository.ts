import { Injectable } from '@nestjs/common';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { SALES_EVENTS } from '../sales/sales-events.mongo.repository.js';
import { type SalesGroup, type SalesSummary, summarize } from './sales-summary.js';

const MAX_TIME_MS = 10_000;

/**
 * FerretDB 1.24 fills only the first accumulator of a `$group` and answers 0 in the others. So one count over finer groups,
 * and the sums follow from it: one read, exact on both engines.
 */
const GROUP = {
  _id: { product_id: '$product_id', currency: '$currency', quantity: '$quantity', total_cents: '$total_cents' },
  sales: { $sum: 1 },
};

/** Reads the sales as sums. */
@Injectable()
export class SummaryRepository {
  constructor(private readonly analyticsDb: AnalyticsDb) {}

  async summary(productId?: number): Promise<SalesSummary> {
    const db = await this.analyticsDb.db();
    const groups = await db
      .collection(SALES_EVENTS)
      .aggregate<{ _id: Omit<SalesGroup, 'sales'>; sales: number }>(
        [{ $match: productId === undefined ? {} : { product_id: productId } }, { $group: GROUP }],
        { maxTimeMS: MAX_TIME_MS },
      )
      .toArray();
    return summarize(groups.map(({ _id, sales }) => ({ ..._id, sales })));
  }
}
