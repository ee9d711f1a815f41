// Real: RabbitMQ, in a vhost of its own. Each trap is sprung on a scratch queue, then our queues walk past it.
// The numbers are those of docs/messaging.md, "Traps"; the other traps have their test where that table says.

import { Broker, eventually, rabbitmqApi } from '@app/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChannelModel, connect } from 'amqplib';
import { soldProperties, startConsumer } from '../../testing/src/consumer.js';
import { assertTopology, type BrokerConnections, TOPOLOGY } from '../src/index.js';

const QUEUE = 'analytics.product_sold';
const DLQ = `${QUEUE}.dlq`;
const HEALTHY = 500;
const CRASHES = 5;
/** What analytics asks for: the more a consumer holds, the more one crash counts against. */
const LARGEST_PREFETCH = 600;

/** A TCP connection that is simply gone, as after kill -9. */
const cut = (model: ChannelModel) =>
  (model.connection as unknown as { stream: { destroy(error: Error): void } }).stream.destroy(new Error('cut'));
const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `healthy-${index}`);

describe('the traps of the broker', () => {
  let broker: Broker;
  let version: string;
  let consumer: Awaited<ReturnType<typeof startConsumer>> | undefined;

  const scratch = async (name: string, args: Record<string, unknown>) => {
    await broker.channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum', ...args } });
    return name;
  };
  const fill = async (queue: string, ids: string[]) => {
    for (const id of ids) broker.send('', queue, '{}', soldProperties(id));
    await eventually(async () => (await broker.depth(queue)) === ids.length);
  };
  /** As the management API shows them: some seconds late. */
  const counts = async (queue: string) => {
    type Counts = { messages: number; messages_ready: number; messages_unacknowledged: number };
    const found = await rabbitmqApi<Counts>('GET', `/api/queues/${broker.vhost}/${queue}`);
    return { all: found.messages, ready: found.messages_ready, inHand: found.messages_unacknowledged };
  };
  const crashConsumerOf = async (queue: string, prefetch: number) => {
    const model = await connect(broker.url);
    model.on('error', () => {});
    const channel = await model.createChannel();
    let held = 0;
    await channel.prefetch(prefetch);
    await channel.consume(queue, () => held++);
    await eventually(() => held === prefetch, { everyMs: 5 });
    cut(model);
  };

  beforeAll(async () => {
    broker = await Broker.open('traps');
    ({ rabbitmq_version: version } = await rabbitmqApi<{ rabbitmq_version: string }>('GET', '/api/overview'));
    await assertTopology(broker.channel);
  });
  afterEach(async () => {
    await consumer?.close();
    consumer = undefined;
  });
  afterAll(() => broker.close());

  it('3: "unlimited" deliveries are none on 3.10, which drops at the first nack; no queue of ours asks for that', async () => {
    const queue = await scratch('scratch.unlimited', { 'x-delivery-limit': -1 });
    await fill(queue, ['one']);
    const message = await broker.channel.get(queue);
    if (message) broker.channel.nack(message, false, true);
    const again = () => broker.channel.get(queue, { noAck: true });
    if (version.startsWith('3.10.')) expect(await again()).toBe(false);
    if (Number.parseInt(version, 10) >= 4) await eventually(again);
    for (const { arguments: args } of TOPOLOGY.queues) expect(args['x-delivery-limit'] ?? 1).toBeGreaterThan(0);
  });

  it('4: consumers that crash make dead letters of messages that nothing is wrong with, when the limit is low', async () => {
    const dead = await scratch('scratch.dead', {});
    const queue = await scratch('scratch.low-limit', {
      'x-delivery-limit': 3,
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': dead,
    });
    await fill(queue, idsOf(HEALTHY));
    for (let crashes = 0; crashes < CRASHES; crashes++) await crashConsumerOf(queue, 100);
    await eventually(async () => (await broker.depth(dead)) >= 100);
  });

  it('4: our work queue makes none, with the largest prefetch of ours', async () => {
    let crashes = 0;
    let release: (() => void) | undefined;
    const effects: string[] = [];
    consumer = await startConsumer(
      broker.url,
      async (all) => {
        if (crashes === CRASHES) effects.push(...all.map(({ messageId }) => messageId));
        else await new Promise<void>((resolve) => (release = resolve));
        return 'ack';
      },
      { prefetch: LARGEST_PREFETCH, batch: { max: HEALTHY, waitMs: 5_000 } },
    );
    const { consuming } = consumer.strategy.unwrap<BrokerConnections>();
    for (const id of idsOf(HEALTHY)) broker.send('', QUEUE, '{}', soldProperties(id));
    while (crashes < CRASHES) {
      const releaseHeld = await eventually(() => release);
      release = undefined;
      const model = consuming.model as ChannelModel;
      cut(model);
      await eventually(() => consuming.model !== model && consumer?.strategy.status().ready);
      crashes++;
      releaseHeld();
    }
    await eventually(() => effects.length >= HEALTHY);
    expect(effects.sort()).toEqual(idsOf(HEALTHY).sort());
    expect(await broker.depth(DLQ)).toBe(0);
  });

  it('5: a dead letter whose target is missing is gone; from our work queue it is kept and counted', async () => {
    const loose = await scratch('scratch.at-most-once', {
      'x-dead-letter-exchange': 'shop.dlx',
      'x-dead-letter-routing-key': 'nobody',
    });
    await broker.channel.deleteQueue(DLQ);
    for (const queue of [loose, QUEUE]) {
      await fill(queue, ['rejected']);
      const message = await broker.channel.get(queue);
      if (message) broker.channel.reject(message, false);
    }
    // The management API knows a queue some seconds after the broker does.
    const keptOrGone = async () => {
      expect(await counts(QUEUE)).toEqual({ all: 1, ready: 0, inHand: 0 });
      expect(await counts(loose)).toEqual({ all: 0, ready: 0, inHand: 0 });
      return true;
    };
    await eventually(keptOrGone, { timeoutMs: 15_000, everyMs: 500 });
  });

  it('7: a dead letter that somebody looks at more than 20 times, with requeue, stays', async () => {
    await assertTopology(broker.channel);
    await fill(DLQ, ['looked-at']);
    const look = { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' };
    for (let times = 0; times < 25; times++) {
      const found = await eventually(async () => {
        const messages = await rabbitmqApi<unknown[]>('POST', `/api/queues/${broker.vhost}/${DLQ}/get`, look);
        return messages.length > 0 && messages;
      });
      expect(found).toHaveLength(1);
    }
    await eventually(async () => (await broker.depth(DLQ)) === 1);
  });
});
