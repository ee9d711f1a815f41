// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChannelModel } from 'amqplib';
import { soldProperties, startConsumer } from '../../testing/src/consumer.js';
import type { BrokerConnections } from '../src/index.js';

const QUEUE = 'analytics.product_sold';
/** amqplib's own list of channels: 0 is the connection itself, 1 ours. */
type Internals = { channels: { channel: { ack(message: unknown): void } }[] };
const HEAL_MS = 5_000;

describe('a consumer that the broker has dropped consumes again within 5 s', () => {
  let broker: Broker;
  let consumer: Awaited<ReturnType<typeof startConsumer>>;
  let received: string[];

  beforeEach(async () => {
    received = [];
    broker = await Broker.open('consumer');
    consumer = await startConsumer(broker.url, (deliveries) => {
      received.push(...deliveries.map(({ messageId }) => messageId));
      return 'ack';
    });
  });
  afterEach(async () => {
    await consumer.close();
    await broker.close();
  });

  const getsTheNext = async () => {
    const id = `after-${received.length}`;
    await eventually(
      async () => {
        if ((await broker.queues()).includes(QUEUE)) broker.send('', QUEUE, '{}', soldProperties(id));
        return received.includes(id);
      },
      { timeoutMs: HEAL_MS, everyMs: 100 },
    );
    await eventually(() => consumer.strategy.status().ready);
  };
  const rawChannel = () => {
    const { consuming } = consumer.strategy.unwrap<BrokerConnections>();
    const { channels } = (consuming.model as ChannelModel).connection as unknown as Internals;
    return channels[1]?.channel;
  };

  it('when its queue was deleted: the queue is back too', async () => {
    await broker.channel.deleteQueue(QUEUE);
    await getsTheNext();
  });

  it('when its channel was closed by the broker, on the same connection', async () => {
    const { consuming } = consumer.strategy.unwrap<BrokerConnections>();
    const before = consuming.model;
    rawChannel()?.ack({ fields: { deliveryTag: 99_999 } });
    await eventually(() => !consumer.strategy.status().ready, { everyMs: 1 });
    await getsTheNext();
    expect(consuming.model).toBe(before);
  });

  it('when its connection was closed by the broker', async () => {
    await broker.closeConnections(':consume');
    await getsTheNext();
  });

  it('and what was in flight is delivered again, marked as such, and done once it is acknowledged', async () => {
    const seen: boolean[] = [];
    await consumer.close();
    consumer = await startConsumer(broker.url, async (deliveries) => {
      seen.push(...deliveries.map(({ redelivered }) => redelivered));
      if (seen.length === 1) await broker.closeConnections(':consume');
      return 'ack';
    });
    broker.send('', QUEUE, '{}', soldProperties('once'));
    await eventually(() => seen.length === 2, { timeoutMs: 20_000 });
    expect(seen).toEqual([false, true]);
    await consumer.close();
    expect(await broker.depth(QUEUE)).toBe(0);
  });
});
