// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { soldProperties, startConsumer } from '../../testing/src/consumer.js';
import { type Delivery, EXCHANGES, MAX_BODY_BYTES } from '../src/index.js';

const QUEUE = 'analytics.product_sold';
const DLQ = `${QUEUE}.dlq`;
const GOOD = 500;
const versionOf = ({ json }: Delivery) => (json as { version?: number }).version ?? 1;

const POISON = [
  { kind: 'not-json', body: '{"event_id":', properties: soldProperties('poison-1') },
  { kind: 'not-utf8', body: Buffer.from([0x22, 0xff, 0x22]), properties: soldProperties('poison-2') },
  { kind: 'too-large', body: Buffer.alloc(MAX_BODY_BYTES * 5, 0x20), properties: soldProperties('poison-3') },
  { kind: 'unknown-type', body: '{}', properties: { ...soldProperties('poison-4'), type: 'product_returned' } },
  {
    kind: 'missing-message-id',
    body: '{"event_id":"poison-5"}',
    properties: { ...soldProperties(''), messageId: undefined },
  },
  { kind: 'unsupported-version', body: '{"version":9}', properties: soldProperties('poison-6') },
];

describe('one poisoned message among many becomes a dead letter with its reason; the others go on', () => {
  let broker: Broker;
  let consumer: Awaited<ReturnType<typeof startConsumer>>;
  const done = new Set<string>();

  beforeAll(async () => {
    broker = await Broker.open('poison');
    const handler = (deliveries: Delivery[]) =>
      deliveries.map((delivery) => {
        if (versionOf(delivery) > 1)
          return { park: `version ${versionOf(delivery)} is not known`, kind: 'unsupported-version' };
        done.add(delivery.messageId);
        return 'ack';
      });
    consumer = await startConsumer(broker.url, handler, { batch: { max: 200, waitMs: 20 }, prefetch: 400 });
  });
  afterAll(async () => {
    await consumer.close();
    await broker.close();
  });

  it('of each kind', async () => {
    for (let index = 0; index < GOOD; index++) {
      const poison = POISON[index / 50];
      if (poison) broker.send(EXCHANGES.events, 'product_sold', poison.body, poison.properties);
      broker.send(EXCHANGES.events, 'product_sold', `{"n":${index}}`, soldProperties(`good-${index}`));
    }
    await eventually(async () => done.size === GOOD && (await broker.depth(DLQ)) === POISON.length);
    expect(await broker.depth(QUEUE)).toBe(0);
    const found = new Map<string, { content: Buffer; messageId: unknown }>();
    for (const _ of POISON) {
      const { content, properties } = await broker.take(DLQ);
      const { headers = {}, messageId } = properties;
      expect(headers).toMatchObject({ 'x-error-message': expect.any(String), 'x-consumer': 'worker', 'x-attempt': 0 });
      expect(Date.parse(headers['x-failed-at'])).toBeGreaterThan(Date.now() - 60_000);
      found.set(headers['x-error-kind'], { content, messageId });
    }
    for (const { kind, body, properties } of POISON) {
      expect(found.get(kind)?.messageId).toBe(properties.messageId);
      expect(found.get(kind)?.content.equals(Buffer.from(body))).toBe(true);
    }
  });

  it('with its reason also when somebody has deleted the dead-letter queue: it is back first', async () => {
    await broker.channel.deleteQueue(DLQ);
    broker.send(EXCHANGES.events, 'product_sold', 'no JSON', soldProperties('poison-7'));
    const { properties } = await broker.take(DLQ);
    expect(properties).toMatchObject({ messageId: 'poison-7', headers: { 'x-error-kind': 'not-json' } });
  });
});
