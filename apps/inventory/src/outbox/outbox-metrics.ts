import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { withTimeout } from '../database/with-timeout.js';
import { OutboxRepository } from './outbox.pg.repository.js';

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
