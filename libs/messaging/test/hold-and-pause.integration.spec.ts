// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { soldProperties, startConsumer } from '../../testing/src/consumer.js';
import type { Delivery } from '../src/index.js';

const QUEUE = 'analytics.product_sold';
const COUNT = 30;

describe('a dependency that is down holds the consumer instead of moving messages', () => {
  let broker: Broker;
  let consumer: Awaited<ReturnType<typeof startConsumer>> | undefined;
  let up = false;
  let probes = 0;
  const done = new Map<string, Delivery>();

  const handler = (deliveries: Delivery[]) => {
    if (!up) return { hold: 'mongodb does not answer', probe };
    for (const delivery of deliveries) done.set(delivery.messageId, delivery);
    return 'ack';
  };
  const probe = async () => {
    probes++;
    return up;
  };
  const sell = () => {
    for (let index = 0; index < COUNT; index++) broker.send('', QUEUE, '{}', soldProperties(`e${index}`));
  };

  beforeEach(async () => {
    up = false;
    probes = 0;
    done.clear();
    broker = await Broker.open('hold');
  });
  afterEach(async () => {
    await consumer?.close();
    await broker.close();
  });

  it.each([
    ['in batches', { batch: { max: 10, waitMs: 20 } }],
    ['one by one', { concurrency: 5 }],
  ])('%s: says so, keeps them, and goes on where it was; nothing is delivered twice', async (_how, options) => {
    consumer = await startConsumer(broker.url, handler, { ...options, prefetch: 50 });
    sell();
    await eventually(() => consumer?.strategy.status().state === 'holding');
    expect(consumer.strategy.status()).toEqual({ state: 'holding', ready: false, reason: 'mongodb does not answer' });
    up = true;
    await eventually(() => done.size === COUNT);
    expect([...done.values()].filter(({ redelivered }) => redelivered)).toEqual([]);
    await eventually(() => consumer?.strategy.status().ready);
    expect(probes).toBe(0);
  });

  it('and when it stays down gives everything back, asks, and consumes again when it answers', async () => {
    consumer = await startConsumer(broker.url, handler, {
      batch: { max: 10, waitMs: 20 },
      prefetch: 50,
      holdLimitMs: 500,
    });
    sell();
    await eventually(() => consumer?.strategy.status().state === 'paused');
    await eventually(async () => (await broker.depth(QUEUE)) === COUNT);
    expect(consumer.strategy.status()).toMatchObject({ ready: false, reason: 'mongodb does not answer' });
    await eventually(() => probes > 0);
    up = true;
    await eventually(() => done.size === COUNT, { timeoutMs: 15_000 });
    for (const suffix of ['dlq', 'retry.5s']) expect(await broker.depth(`${QUEUE}.${suffix}`)).toBe(0);
  });

  it('stays paused while its connection comes and goes', async () => {
    consumer = await startConsumer(broker.url, handler, {
      batch: { max: 10, waitMs: 20 },
      prefetch: 50,
      holdLimitMs: 200,
    });
    sell();
    await eventually(() => consumer?.strategy.status().state === 'paused');
    await broker.closeConnections(':consume');
    await eventually(async () => (await broker.depth(QUEUE)) === COUNT);
    expect(consumer.strategy.status().state).toBe('paused');
    up = true;
    await eventually(() => done.size === COUNT, { timeoutMs: 15_000 });
  });
});
