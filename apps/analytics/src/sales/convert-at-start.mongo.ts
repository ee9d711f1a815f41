import { setTimeout as delay } from 'node:timers/promises';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { FiguresRepository } from '../figures/figures.mongo.repository.js';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { convertOldDocuments } from './convert-old-documents.mongo.js';

const MIGRATIONS = 'migrations';
const NAME = 'dates-and-segments';
const RETRY_MS = 5_000;

/**
 * Converts the documents of an older version in the background, until a look at all of them finds none; that is written
 * down, because on a stand-in without a fitting index every look reads everything.
 */
@Injectable()
export class ConvertAtStart implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly analyticsDb: AnalyticsDb;
  private readonly figures: FiguresRepository;
  private readonly logger: Logger;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(analyticsDb: AnalyticsDb, figures: FiguresRepository, @Inject(LOGGER) logger: Logger) {
    this.analyticsDb = analyticsDb;
    this.figures = figures;
    this.logger = logger;
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (await this.tryOnce()) return;
      await delay(RETRY_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(() => {});
    }
  }

  /** @returns whether nothing is left */
  private async tryOnce(): Promise<boolean> {
    try {
      const db = await this.analyticsDb.db();
      const migrations = db.collection<{ _id: string; done_at: Date }>(MIGRATIONS);
      if (await migrations.findOne({ _id: NAME })) return true;
      const converted = await convertOldDocuments(db, this.figures, this.stopping.signal);
      if (converted > 0) {
        this.logger.info({ converted }, 'documents of an older version have dates and segments now');
        return false;
      }
      await migrations.insertOne({ _id: NAME, done_at: new Date() });
      return true;
    } catch (err) {
      this.logger.debug({ err }, 'old documents cannot be looked for now');
      return false;
    }
  }
}
