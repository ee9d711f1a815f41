import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { FigureVersion } from '../figures/figure-documents.js';
import { FiguresRepository } from '../figures/figures.mongo.repository.js';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { DURABLE, PreparedCollection } from '../mongo/prepared-collection.mongo.js';
import { ORDER_EVENTS } from '../orders/order-events.mongo.repository.js';
import { SALES_EVENTS } from '../sales/sales-events.mongo.repository.js';
import type { RetentionStore } from './drop-old-documents.js';

/** `2024-07-12` is written before the first document of the day goes, `2024-07-12/done` after the last one. */
interface DroppedDay {
  _id: string;
  at: Date;
}

const DONE = '/done';

@Injectable()
export class MongoRetentionStore implements RetentionStore {
  private readonly analyticsDb: AnalyticsDb;
  private readonly figures: FiguresRepository;
  private readonly days: PreparedCollection<DroppedDay>;

  constructor(analyticsDb: AnalyticsDb, figures: FiguresRepository, @Inject(LOGGER) logger: Logger) {
    this.analyticsDb = analyticsDb;
    this.figures = figures;
    this.days = new PreparedCollection(analyticsDb, 'dropped_days', [], logger);
  }

  versionsBelow(parent: string): Promise<FigureVersion[]> {
    return this.figures.versionsBelow(parent);
  }

  async droppedDays(): Promise<{ begun: Set<string>; done: Set<string> }> {
    const ids = (await (await this.days.get()).find({}).toArray()).map(({ _id }) => _id);
    const done = ids.filter((id) => id.endsWith(DONE)).map((id) => id.slice(0, -DONE.length));
    return { begun: new Set(ids.filter((id) => !id.endsWith(DONE))), done: new Set(done) };
  }

  begin(day: string): Promise<void> {
    return this.write(day);
  }

  finish(day: string): Promise<void> {
    return this.write(day + DONE);
  }

  async dropSegment(segment: string): Promise<number> {
    const db = await this.analyticsDb.db();
    const dropped = await Promise.all(
      [SALES_EVENTS, ORDER_EVENTS].map((name) => db.collection(name).deleteMany({ segment })),
    );
    return dropped.reduce((sum, { deletedCount }) => sum + deletedCount, 0);
  }

  /** Another analytics may have written the same. */
  private async write(_id: string): Promise<void> {
    const days = await this.days.get();
    await days.updateOne({ _id }, { $set: { at: new Date() } }, { ...DURABLE, upsert: true });
  }
}
