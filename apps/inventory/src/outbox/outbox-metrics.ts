import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { OutboxRepository } from './outbox.pg.repository.js';

const SCRAPE_TIMEOUT_MS = 1_000;

/** How many events wait and how long the oldest has waited, asked for by each scrape. NaN when the database does not answer. */
@Injectable()
export class OutboxMetrics {
  constructor(outbox: OutboxRepository, registry: Registry) {
    const oldest = new Gauge({
      name: 'inventory_outbox_oldest_age_seconds',
      help: 'Age of the oldest event that the broker has not confirmed.',
      registers: [registry],
    });
    new Gauge({
      name: 'inventory_outbox_pending',
      help: 'Events that the broker has not confirmed.',
      registers: [registry],
      async collect() {
        const stats = await withTimeout(outbox.stats());
        this.set(stats?.pending ?? Number.NaN);
        oldest.set(stats?.oldest_age_seconds ?? Number.NaN);
      },
    });
  }
}

/** The value, or undefined when it fails or is late: a scrape never waits for a database. */
async function withTimeout<T>(promise: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), SCRAPE_TIMEOUT_MS).unref();
  });
  return await Promise.race([promise.catch(() => undefined), late]);
}
