// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerConnections, EventPublisher, EXCHANGES, queuesOfEvent } from '../src/index.js';

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const sold = (messageId: string) => ({
  type: 'product_sold' as const,
  messageId,
  headers: { traceparent: TRACE },
  body: Buffer.from(JSON.stringify({ event_id: messageId })),
});

describe('a published event is in the queue of every consumer before publish says so', () => {
  let broker: Broker;
  let connection: BrokerConnections;
  let publisher: EventPublisher;

  beforeAll(async () => {
    broker = await Broker.open('publish');
    connection = new BrokerConnections({ url: broker.url, name: 'gateway' });
    publisher = new EventPublisher(connection, { maxInFlight: 100 });
    await publisher.whenReady(10_000);
  });
  afterAll(async () => {
    await publisher.close();
    await connection.close();
    await broker.close();
  });

  it('persistent, with its id, type, time, producer and trace', async () => {
    expect(await publisher.publish(sold('e1'))).toEqual({ ok: true });
    for (const queue of queuesOfEvent('product_sold')) {
      const { properties, content } = await broker.take(queue);
      expect(properties).toMatchObject({
        messageId: 'e1',
        type: 'product_sold',
        appId: 'gateway',
        contentType: 'application/json',
        deliveryMode: 2,
        timestamp: expect.any(Number),
        headers: { traceparent: TRACE, 'x-attempt': 0 },
      });
      expect(JSON.parse(content.toString())).toEqual({ event_id: 'e1' });
    }
  });

  it('never an event that does not exist: it does not compile', async () => {
    // @ts-expect-error: no such event
    expect(await publisher.publish({ ...sold('e0'), type: 'product_sould' })).toMatchObject({ failure: 'returned' });
  });

  it('or says that no queue wanted it, and only of that one', async () => {
    const lost = { ...sold('e2'), exchange: EXCHANGES.events, routingKey: 'nobody_listens' };
    const results = await Promise.all([
      publisher.publish(sold('e1')),
      publisher.publish(lost),
      publisher.publish(sold('e3')),
    ]);
    expect(results).toEqual([{ ok: true }, { ok: false, failure: 'returned', message: 'NO_ROUTE' }, { ok: true }]);
  });

  it('or says at once that too much is under way, and takes more when it is confirmed', async () => {
    const results = await Promise.all(
      Array.from({ length: 150 }, (_, index) => publisher.publish(sold(`many-${index}`))),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(100);
    expect(results.at(-1)).toMatchObject({ ok: false, failure: 'saturated' });
    expect(publisher.available).toBe(100);
    expect(await publisher.publish(sold('after'))).toEqual({ ok: true });
  });

  it('or says that it cannot be sent at all, and the next one can', async () => {
    const huge = { ...sold('e4'), headers: { text: 'x'.repeat(200_000) } };
    expect(await publisher.publish(huge)).toMatchObject({
      ok: false,
      failure: 'nack',
      message: expect.stringContaining('encoded'),
    });
    expect(await publisher.publish(sold('e5'))).toEqual({ ok: true });
  });

  it('or fails with its channel, which opens again', async () => {
    const wrong = publisher.publish({ ...sold('e6'), exchange: 'no.such.exchange', routingKey: 'x' });
    expect(await wrong).toMatchObject({ ok: false, failure: 'closed', message: expect.stringContaining('NOT_FOUND') });
    await eventually(() => publisher.ready);
    expect(await publisher.publish(sold('e7'))).toEqual({ ok: true });
  });
});
