import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { showQueues } from './show-queues.js';

const depth = { name: 'analytics.product_sold' as const, ready: 3, consumers: 1, retrying: 2, dead: 1 };

it('shows each queue by state, and asks the broker once for a scrape', async () => {
  const registry = new Registry();
  let reads = 0;
  const read = async () => {
    reads++;
    return [depth];
  };
  showQueues({ read }, registry);
  const text = await registry.metrics();
  expect(text).toContain('messaging_queue_messages{queue="analytics.product_sold",state="ready"} 3');
  expect(text).toContain('messaging_queue_messages{queue="analytics.product_sold",state="dead"} 1');
  expect(text).toContain('messaging_queue_consumers{queue="analytics.product_sold"} 1');
  expect(reads).toBe(1);
});

it('shows nothing, rather than zero, while the broker is away', async () => {
  const registry = new Registry();
  showQueues({ read: async () => undefined }, registry);
  expect(await registry.metrics()).not.toMatch(/^messaging_queue_messages\{/m);
});
