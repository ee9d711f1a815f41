// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordingLogger } from '../../testing/src/consumer.js';
import { assertTopology, BrokerConnections, EventPublisher, queuesOfEvent, TOPOLOGY } from '../src/index.js';

const HEAL_MS = 5_000;
const sold = {
  type: 'product_sold' as const,
  messageId: 'e1',
  headers: {},
  body: Buffer.from('{}'),
};

describe('the topology is what the table says, or the publisher is not ready', () => {
  let broker: Broker;
  let connection: BrokerConnections;
  let publisher: EventPublisher;
  const logger = recordingLogger();

  beforeEach(async () => {
    broker = await Broker.open('topology');
    connection = new BrokerConnections({ url: broker.url, name: 'gateway', logger });
    publisher = new EventPublisher(connection);
  });
  afterEach(async () => {
    await publisher.close();
    await connection.close();
    await broker.close();
  });

  it('all queues exist before the first publish: mandatory would not notice a missing second one', async () => {
    await publisher.whenReady(10_000);
    for (const { name } of TOPOLOGY.queues) expect(await broker.depth(name)).toBe(0);
  });

  it('a queue that is deleted without a consumer is back within 5 s, and gets events again', async () => {
    await publisher.whenReady(10_000);
    await broker.channel.deleteQueue('notifications.product_sold');
    const getsEvents = async () => {
      expect(await publisher.publish(sold)).toEqual({ ok: true });
      const there = (await broker.queues()).includes('notifications.product_sold');
      return there && (await broker.depth('notifications.product_sold')) > 0;
    };
    await eventually(getsEvents, { timeoutMs: HEAL_MS });
  });

  it('with every queue deleted a publish says returned, and soon works again', async () => {
    await publisher.whenReady(10_000);
    for (const { name } of TOPOLOGY.queues) await broker.channel.deleteQueue(name);
    expect(await publisher.publish(sold)).toMatchObject({ ok: false, failure: 'returned' });
    await eventually(async () => (await publisher.publish(sold)).ok);
  });

  it('a queue with other arguments: one line says the difference, not ready, nothing deleted', async () => {
    const name = 'analytics.product_sold';
    const wanted = TOPOLOGY.queues.find((queue) => queue.name === name)?.arguments;
    await broker.channel.assertQueue(name, { durable: true, arguments: { ...wanted, 'x-delivery-limit': 5 } });
    broker.send('', name, 'precious');
    publisher.start();
    const line = await eventually(() => logger.lines.find(({ level }) => level === 'error'));
    expect(line.message).toMatch(/queue 'analytics\.product_sold' exists with x-delivery-limit = .*5.*, wanted .*20/);
    expect(line.fields).toMatchObject({ argument: 'x-delivery-limit' });
    expect(publisher.stats()).toMatchObject({ ready: false, reason: expect.stringContaining('inequivalent arg') });
    expect(await publisher.publish(sold)).toMatchObject({ ok: false, failure: 'down' });
    expect(await broker.depth(name)).toBe(1);
  });

  it('services that start together on an empty broker all find it complete', async () => {
    const others = Array.from({ length: 4 }, () => new BrokerConnections({ url: broker.url, name: 'another' }));
    const publishers = others.map((other) => new EventPublisher(other));
    const publish = async (each: EventPublisher) => (await each.whenReady(10_000)) && (await each.publish(sold));
    const results = await Promise.all(publishers.map(publish));
    expect(results).toEqual(results.map(() => ({ ok: true })));
    for (const queue of queuesOfEvent('product_sold')) expect(await broker.depth(queue)).toBe(results.length);
    await Promise.all(others.map((other) => other.close()));
  });

  it('declaring it again changes nothing', async () => {
    const first = await assertTopology(broker.channel);
    expect(await assertTopology(broker.channel)).toEqual(first);
  });
});
