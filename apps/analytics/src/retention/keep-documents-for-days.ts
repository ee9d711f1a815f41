import { setTimeout as delay } from 'node:timers/promises';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { dropOldDocuments } from './drop-old-documents.js';
import { MongoRetentionStore } from './retention.mongo.store.js';

/** How many days raw documents are kept; undefined: without limit. */
export const RAW_DOCUMENTS_DAYS = Symbol('RAW_DOCUMENTS_DAYS');

const EVERY_MS = 3_600_000;

/** Drops raw documents that are old enough, where that is switched on: at the start and each hour. */
@Injectable()
export class KeepDocumentsForDays implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private readonly store: MongoRetentionStore;
  private readonly days: number | undefined;
  private readonly logger: Logger;

  constructor(
    store: MongoRetentionStore,
    @Inject(RAW_DOCUMENTS_DAYS) days: number | undefined,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.store = store;
    this.days = days;
    this.logger = logger;
  }

  onApplicationBootstrap(): void {
    if (this.days !== undefined) this.running = this.run(this.days);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(days: number): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.tryOnce(days);
      await delay(EVERY_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  private async tryOnce(days: number): Promise<void> {
    try {
      const dropped = await dropOldDocuments(this.store, days, Date.now(), this.stopping.signal);
      if (dropped > 0) this.logger.info({ dropped, days }, 'raw documents that are older were dropped');
    } catch (err) {
      this.logger.warn({ err }, 'raw documents cannot be dropped now');
    }
  }
}
