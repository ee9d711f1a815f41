import { within } from '@app/base';
import { Gauge, type Registry } from 'prom-client';
import type { OutboxStats } from './outbox.pg.repository.js';

/** A scrape never waits for a database. */
const SCRAPE_TIMEOUT_MS = 1_000;

/**
 * `<service>_outbox_pending` and `<service>_outbox_oldest_age_seconds`, asked for by each scrape. NaN when the database does not
 * answer.
 */
export function showOutbox(service: string, stats: () => Promise<OutboxStats>, registry: Registry): void {
  const oldest = new Gauge({
    name: `${service}_outbox_oldest_age_seconds`,
    help: 'Age of the oldest event that the broker has not confirmed.',
    registers: [registry],
  });
  new Gauge({
    name: `${service}_outbox_pending`,
    help: 'Events that the broker has not confirmed.',
    registers: [registry],
    async collect() {
      const found = await within(SCRAPE_TIMEOUT_MS, stats(), () => undefined).catch(() => undefined);
      this.set(found?.pending ?? Number.NaN);
      oldest.set(found?.oldest_age_seconds ?? Number.NaN);
    },
  });
}
