// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordingLogger, soldProperties, startConsumer } from '../../testing/src/consumer.js';
import { BrokerConnections, DeadLetters, EventPublisher } from '../src/index.js';

const QUEUE = 'analytics.product_sold';
const DLQ = `${QUEUE}.dlq`;
const reason = { 'x-error-kind': 'not-json', 'x-error-message': 'no JSON', 'x-attempt': 4 };
const ids = (items: { event_id: string | null }[]) => items.map(({ event_id }) => event_id);

describe('dead letters can be looked after', () => {
  let broker: Broker;
  let connection: BrokerConnections;
  let publisher: EventPublisher;
  let deadLetters: DeadLetters;
  const logger = recordingLogger();

  beforeEach(async () => {
    logger.lines.length = 0;
    broker = await Broker.open('dead');
    connection = new BrokerConnections({ url: broker.url, name: 'gateway', logger });
    publisher = new EventPublisher(connection);
    deadLetters = new DeadLetters(connection, publisher);
    await publisher.whenReady(10_000);
    const death = { 'x-death': [{ queue: QUEUE, reason: 'rejected', count: 1 }], 'x-first-death-reason': 'rejected' };
    for (let index = 0; index < 10; index++) {
      broker.send(
        '',
        DLQ,
        `{"order_id":"o${index}"}`,
        soldProperties(`e${index}`, { ...reason, ...death, traceparent: '00-t-s-01' }),
      );
    }
    await eventually(async () => (await broker.depth(DLQ)) === 10);
  });
  afterEach(async () => {
    await publisher.close();
    await connection.close();
    await broker.close();
  });

  it('listed, as often as one likes: all stay, in their order', async () => {
    for (let times = 0; times < 25; times++) {
      const found = await deadLetters.list(QUEUE, { limit: 3 });
      if (!found.ok) throw new Error(found.message);
      expect(found.total).toBe(10);
      expect(ids(found.items)).toEqual(['e0', 'e1', 'e2']);
      expect(found.items[0]).toMatchObject({
        order_id: 'o0',
        error_kind: 'not-json',
        error_message: 'no JSON',
        type: 'product_sold',
      });
      await eventually(async () => (await broker.depth(DLQ)) === 10, { everyMs: 5 });
    }
  });

  it('replayed to no further queue, whatever queues the message itself names', async () => {
    const other = 'notifications.product_sold';
    const named = soldProperties('named', { ...reason, CC: [other], BCC: [other] });
    broker.send('', DLQ, '{"order_id":"named"}', named);
    await eventually(async () => (await broker.depth(other)) > 0);
    await broker.channel.purgeQueue(other);
    expect(await deadLetters.replay(QUEUE, { event_id: 'named' })).toMatchObject({ done: 1 });
    await broker.take(QUEUE);
    expect(await broker.depth(other)).toBe(0);
  });

  it('replayed to the one queue they came from: same id and trace, attempts from 0, no notes of the broker', async () => {
    expect(await deadLetters.replay(QUEUE, { event_id: 'e7' })).toMatchObject({
      done: 1,
      items: [{ event_id: 'e7', outcome: 'replayed' }],
    });
    const { properties, content } = await broker.take(QUEUE);
    expect(content.toString()).toBe('{"order_id":"o7"}');
    expect(properties).toMatchObject({
      messageId: 'e7',
      type: 'product_sold',
      headers: { 'x-attempt': 0, traceparent: '00-t-s-01' },
    });
    expect(Date.parse(properties.headers?.['x-replayed-at'])).toBeGreaterThan(Date.now() - 60_000);
    expect(Object.keys(properties.headers ?? {}).filter((name) => name.includes('death'))).toEqual([]);
    expect(await broker.depth('notifications.product_sold')).toBe(0);
    await eventually(async () => (await broker.depth(DLQ)) === 9);
  });

  it('replayed or dropped, all or a limited number', async () => {
    expect(await deadLetters.replay(QUEUE, { limit: 4 })).toMatchObject({ done: 4, failed: 0 });
    expect(await deadLetters.drop(QUEUE, { limit: 2 })).toMatchObject({ done: 2 });
    expect(await deadLetters.drop(QUEUE, { event_id: 'e9' })).toMatchObject({ done: 1 });
    expect(await broker.depth(QUEUE)).toBe(4);
    await eventually(async () => (await broker.depth(DLQ)) === 3);
    expect(await deadLetters.replay(QUEUE)).toMatchObject({ done: 3 });
    expect(await broker.depth(DLQ)).toBe(0);
  });

  it('a dry run says what would be done and does nothing', async () => {
    expect(await deadLetters.replay(QUEUE, { dry_run: true, limit: 2 })).toMatchObject({
      done: 2,
      dry_run: true,
      items: [{ outcome: 'would replay' }, {}],
    });
    expect(await deadLetters.drop(QUEUE, { dry_run: true })).toMatchObject({ done: 10 });
    await eventually(async () => (await broker.depth(DLQ)) === 10);
    expect(await broker.depth(QUEUE)).toBe(0);
  });

  it('leave an audit line for each change', async () => {
    await deadLetters.drop(QUEUE, { event_id: 'e1' });
    const line = logger.lines.find(({ fields }) => 'audit' in fields);
    expect(line?.fields).toMatchObject({ audit: 'dead-letters.drop', queue: QUEUE, event_id: 'e1', done: 1 });
  });

  it('one is found behind thousands of others, which all stay', async () => {
    for (let index = 0; index < 4_000; index++) broker.send('', DLQ, '{}', soldProperties(`more-${index}`, reason));
    broker.send('', DLQ, '{}', soldProperties('deep', reason));
    await eventually(async () => (await broker.depth(DLQ)) === 4_011);
    expect(await deadLetters.drop(QUEUE, { event_id: 'deep' })).toMatchObject({ done: 1 });
    await eventually(async () => (await broker.depth(DLQ)) === 4_010);
  });

  it('that fail again at once are replayed only once by one call', async () => {
    const seen: string[] = [];
    const consumer = await startConsumer(broker.url, (deliveries) => {
      seen.push(...deliveries.map(({ messageId }) => messageId));
      return { park: 'still bad', kind: 'bad' };
    });
    expect(await deadLetters.replay(QUEUE)).toMatchObject({ done: 10 });
    await eventually(async () => (await broker.depth(DLQ)) === 10);
    expect(seen).toHaveLength(10);
    await consumer.close();
  });

  it('stay when they cannot be given back', async () => {
    await broker.channel.deleteQueue(QUEUE);
    expect(await deadLetters.replay(QUEUE, { limit: 3 })).toMatchObject({
      done: 0,
      failed: 1,
      items: [{ outcome: 'failed: returned' }],
    });
    await eventually(async () => (await broker.depth(DLQ)) === 10);
  });

  it('answer for a queue that does not exist with those that do', async () => {
    expect(await deadLetters.list('nope')).toMatchObject({
      ok: false,
      failure: 'queue-not-found',
      message: expect.stringContaining(QUEUE),
    });
  });
});
