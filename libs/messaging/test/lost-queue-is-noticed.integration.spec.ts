// Real: RabbitMQ, in a vhost of its own.
import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startConsumer } from '../../testing/src/consumer.js';
import { BrokerConnections, EventPublisher, type LostQueue, WORK_QUEUES } from '../src/index.js';

const QUEUE = 'analytics.product_sold';

describe('a deleted work queue is noticed by the publisher, whoever declares it again', () => {
  let broker: Broker;
  let connection: BrokerConnections;
  let publisher: EventPublisher;
  let lost: LostQueue[];

  beforeEach(async () => {
    lost = [];
    broker = await Broker.open('lost');
    connection = new BrokerConnections({ url: broker.url, name: 'gateway' });
    publisher = new EventPublisher(connection);
    publisher.onQueueLost((each) => lost.push(each));
    expect(await publisher.whenReady(10_000)).toBe(true);
  });
  afterEach(async () => {
    await publisher.close();
    await connection.close();
    await broker.close();
  });

  it('when its consumer brings it back at once', async () => {
    const consumer = await startConsumer(broker.url, () => 'ack');
    const before = Date.now();
    await broker.channel.deleteQueue(QUEUE);
    const after = Date.now();
    const [found] = await eventually(() => lost.length > 0 && lost);
    expect(found).toMatchObject({ queue: QUEUE });
    expect(found?.since.getTime()).toBeLessThanOrEqual(before);
    expect(found?.until.getTime()).toBeGreaterThanOrEqual(after);
    expect(await broker.queues()).toContain(QUEUE);
    await consumer.close();
  });

  it('when nobody does, when all are gone, and again the next time', async () => {
    for (let times = 0; times < 2; times++) {
      lost.length = 0;
      for (const queue of WORK_QUEUES) await broker.channel.deleteQueue(queue);
      const found = () => new Set(lost.map(({ queue }) => queue));
      await eventually(() => found().size === WORK_QUEUES.length);
      expect(found()).toEqual(new Set(WORK_QUEUES));
    }
  });

  it('when it happens while the publisher is not connected', async () => {
    await broker.closeConnections(':publish');
    await broker.channel.deleteQueue(QUEUE);
    await eventually(() => lost.length > 0, { timeoutMs: 10_000 });
  });

  it('when it happens while no publisher runs: by the next one that starts', async () => {
    await publisher.close();
    await connection.close();
    const before = Date.now();
    await broker.channel.deleteQueue(QUEUE);
    connection = new BrokerConnections({ url: broker.url, name: 'gateway' });
    publisher = new EventPublisher(connection);
    publisher.onQueueLost((each) => lost.push(each));
    publisher.start();
    const found = await eventually(() => lost.length > 0 && lost);
    expect(found.map(({ queue }) => queue)).toEqual([QUEUE]);
    expect(found[0]?.since.getTime()).toBeLessThanOrEqual(before - 10 * 60_000);
    expect(await broker.queues()).toContain(QUEUE);
  });

  it('when one of its events is unbound, at once, and it is bound again', async () => {
    const unbind = (event: string) => broker.channel.unbindQueue('analytics.orders', 'shop.events', event);
    await eventually(
      async () => {
        const before = Date.now();
        await unbind('order_completed');
        const found = await eventually(() => lost[0] ?? false, { timeoutMs: 3_000 });
        expect(found.queue).toBe('analytics.orders');
        expect(found.since.getTime()).toBeLessThanOrEqual(before + 1_000);
        return true;
      },
      { timeoutMs: 20_000, what: 'the watch, which may connect after the publisher' },
    );
    broker.send('shop.events', 'order_completed', '{}', { messageId: 'after' });
    expect((await broker.take('analytics.orders')).properties.messageId).toBe('after');
    expect(lost).toHaveLength(1);
  });

  it('and nothing is noticed when nothing happens', async () => {
    await broker.closeConnections(':publish');
    await eventually(() => !publisher.ready, { everyMs: 1 });
    await eventually(() => publisher.ready);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(lost).toEqual([]);
  });
});
