// Real: RabbitMQ, in a vhost of its own.

import { setTimeout as delay } from 'node:timers/promises';
import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { soldProperties, startConsumer } from '../../testing/src/consumer.js';
import type { Delivery } from '../src/index.js';

const QUEUE = 'analytics.product_sold';
const COUNT = 200;

describe('closing a consumer drains it', () => {
  let broker: Broker;
  beforeEach(async () => {
    broker = await Broker.open('drain');
  });
  afterEach(() => broker.close());

  it('what was delivered is finished and acknowledged; the rest stays, and nothing comes twice', async () => {
    const done: string[] = [];
    const redelivered: string[] = [];
    const slow = async ([delivery]: Delivery[]) => {
      await delay(50);
      if (delivery?.redelivered) redelivered.push(delivery.messageId);
      done.push(delivery?.messageId ?? '');
      return 'ack';
    };
    const first = await startConsumer(broker.url, slow, { prefetch: 20 });
    for (let index = 0; index < COUNT; index++) broker.send('', QUEUE, '{}', soldProperties(`e${index}`));
    await eventually(() => done.length > 10);
    await first.close();
    expect(first.strategy.status()).toMatchObject({ state: 'closed', ready: false });
    const doneByFirst = done.length;
    await delay(100);
    expect(done).toHaveLength(doneByFirst);
    expect(await broker.depth(QUEUE)).toBe(COUNT - doneByFirst);

    const second = await startConsumer(broker.url, slow, { prefetch: 20 });
    await eventually(() => done.length === COUNT);
    await second.close();
    expect(new Set(done).size).toBe(COUNT);
    expect(redelivered).toEqual([]);
  });

  it('does not wait without limit: what takes longer than 10 s goes back', async () => {
    let started = false;
    const consumer = await startConsumer(broker.url, () => {
      started = true;
      return new Promise(() => {});
    });
    broker.send('', QUEUE, '{}', soldProperties('stuck'));
    await eventually(() => started);
    const before = Date.now();
    await consumer.close();
    expect(Date.now() - before).toBeLessThan(18_000);
    expect(await broker.depth(QUEUE)).toBe(1);
  });

  it('gives held messages back at once', async () => {
    const consumer = await startConsumer(broker.url, () => ({ hold: 'down', probe: async () => false }));
    broker.send('', QUEUE, '{}', soldProperties('held'));
    await eventually(() => consumer.strategy.status().state === 'holding');
    const before = Date.now();
    await consumer.close();
    expect(Date.now() - before).toBeLessThan(8_000);
    expect(await broker.depth(QUEUE)).toBe(1);
  });
});
