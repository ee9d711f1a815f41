import { Gauge, type Registry } from 'prom-client';
import type { QueueDepth, QueueDepths } from './queue-depths.amqp.js';

/** A scrape every few seconds by several scrapers asks the broker once. */
const FRESH_MS = 2_000;

/**
 * `messaging_queue_messages` and `messaging_queue_consumers`, asked for by each scrape. A broker that is away leaves no series: what is
 * not known is not zero.
 */
export function showQueues(depths: Pick<QueueDepths, 'read'>, registry: Registry): void {
  let read: Promise<QueueDepth[] | undefined> = Promise.resolve(undefined);
  let readAt = 0;
  const latest = () => {
    if (Date.now() - readAt > FRESH_MS) {
      readAt = Date.now();
      read = depths.read();
    }
    return read;
  };
  new Gauge({
    name: 'messaging_queue_messages',
    help: 'Messages of each work queue: ready for a consumer, waiting for their next attempt, dead.',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name: queue, ready, retrying, dead } of (await latest()) ?? [])
        for (const [state, count] of Object.entries({ ready, retrying, dead })) this.set({ queue, state }, count);
    },
  });
  new Gauge({
    name: 'messaging_queue_consumers',
    help: 'Consumers of each work queue.',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { name: queue, consumers } of (await latest()) ?? []) this.set({ queue }, consumers);
    },
  });
}
