// Real: RabbitMQ, in a vhost of its own; the 5 s step is waited for, the longer ones are looked at.

import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { soldProperties, startConsumer } from '../../testing/src/consumer.js';
import type { Delivery } from '../src/index.js';

const QUEUE = 'analytics.product_sold';

describe('a message that fails for now', () => {
  let broker: Broker;
  let close: (() => Promise<void>) | undefined;

  const consume = async (handler: (delivery: Delivery) => unknown) => {
    const consumer = await startConsumer(broker.url, ([delivery]) => handler(delivery as Delivery));
    close = consumer.close;
  };
  beforeEach(async () => {
    broker = await Broker.open('retry');
  });
  afterEach(async () => {
    await close?.();
    await broker.close();
  });

  it('comes back after 5 s with its attempt counted, its id, body and trace kept', async () => {
    const seen: { at: number; delivery: Delivery }[] = [];
    await consume((delivery) => {
      seen.push({ at: Date.now(), delivery });
      return seen.length === 1 ? { retry: 'the mailbox is full' } : 'ack';
    });
    broker.send('shop.events', 'product_sold', '{"a":1}', soldProperties('e1', { traceparent: '00-t-s-01' }));
    await eventually(() => seen.length === 2, { timeoutMs: 15_000 });
    const [first, second] = seen;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(4_900);
    expect(second?.delivery).toMatchObject({
      messageId: 'e1',
      type: 'product_sold',
      attempt: 1,
      traceparent: '00-t-s-01',
      json: { a: 1 },
    });
    expect(second?.delivery.headers['x-retry-reason']).toBe('the mailbox is full');
  });

  it.each([
    [1, '30s'],
    [2, '2m'],
    [3, '10m'],
  ])('for the time after %i failures waits %s, without the notes of the broker', async (attempt, suffix) => {
    await consume(() => ({ retry: 'still full' }));
    const notes = {
      'x-death': [{ queue: `${QUEUE}.retry.5s`, reason: 'expired', count: 1 }],
      'x-first-death-reason': 'expired',
    };
    broker.send('', QUEUE, '{}', soldProperties('e1', { 'x-attempt': attempt, ...notes }));
    const { properties } = await broker.take(`${QUEUE}.retry.${suffix}`);
    expect(properties.headers).toEqual(expect.objectContaining({ 'x-attempt': attempt + 1 }));
    expect(Object.keys(properties.headers ?? {}).filter((name) => name.includes('death'))).toEqual([]);
  });

  it('a fifth time is a dead letter with the last reason', async () => {
    await consume(() => ({ retry: 'given up' }));
    broker.send('', QUEUE, '{}', soldProperties('e1', { 'x-attempt': 4 }));
    const { properties } = await broker.take(`${QUEUE}.dlq`);
    expect(properties.headers).toMatchObject({
      'x-error-kind': 'retries-exhausted',
      'x-error-message': 'given up',
      'x-attempt': 4,
    });
  });

  it('is what a handler that throws, or returns nonsense, asks for', async () => {
    await consume(({ messageId }) => {
      if (messageId === 'throws') throw new Error('boom');
      return undefined;
    });
    for (const id of ['throws', 'nonsense']) broker.send('', QUEUE, '{}', soldProperties(id));
    const reasons = new Map<string, string>();
    for (const _ of [1, 2]) {
      const { properties } = await broker.take(`${QUEUE}.retry.5s`);
      reasons.set(properties.messageId, properties.headers?.['x-retry-reason']);
    }
    expect(reasons.get('throws')).toBe('boom');
    expect(reasons.get('nonsense')).toContain('no disposition');
  });

  it('and then kills its consumer again and again ends as a dead letter: it is not dropped as a cycle', async () => {
    let tries = 0;
    await consume(() => (tries++ === 0 ? { retry: 'first' } : new Promise(() => {})));
    broker.send('', QUEUE, '{}', soldProperties('e1'));
    await eventually(() => tries === 2, { timeoutMs: 15_000 });
    await close?.();
    close = undefined;
    for (let deliveries = 0; deliveries < 25; deliveries++) {
      const message = await broker.channel.get(QUEUE);
      if (!message) break;
      expect(message.properties.headers?.['x-death']).toMatchObject([{ reason: 'expired' }]);
      broker.channel.reject(message, true);
    }
    const { properties } = await broker.take(`${QUEUE}.dlq`, 20_000);
    expect(properties).toMatchObject({ messageId: 'e1', headers: { 'x-attempt': 1 } });
  });
});
