// Real: PostgreSQL (the outbox of inventory), RabbitMQ.
import { randomUUID } from 'node:crypto';
import { type EventType, encodeEvent, eventExamples, type ShopEvent } from '@app/contracts';
import { BrokerConnections, EventPublisher, queuesOfEvent } from '@app/messaging';
import { createLogger, Tracing } from '@app/observability';
import { createPool, migrate, migrationsFolder, type Pool } from '@app/postgres';
import { Broker, createDatabase, dropDatabase, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { localOutbox, OutboxPublisher, OutboxRepository } from '../src/index.js';

const TYPES: EventType[] = ['order_completed', 'stock_low', 'product_sold'];
const eventOf = (type: EventType): ShopEvent => ({ ...eventExamples[type], event_id: randomUUID() });

describe('events of any type that were recorded', () => {
  let url: string;
  let pool: Pool;
  let broker: Broker;
  let connection: BrokerConnections;
  let publisher: EventPublisher;
  let repository: OutboxRepository;
  let events: OutboxPublisher;
  let rebuilt: [Date, Date][];

  beforeEach(async () => {
    url = await createDatabase('outbox');
    await migrate(url, migrationsFolder('inventory'));
    pool = createPool({ url, applicationName: 'spec', max: 3 });
    broker = await Broker.open('outbox');
    connection = new BrokerConnections({ url: broker.url, name: 'orders' });
    publisher = new EventPublisher(connection);
    repository = new OutboxRepository(pool);
    rebuilt = [];
    const outbox = localOutbox(repository, async (from, to) => {
      rebuilt.push([from, to]);
      const event = eventOf('order_completed');
      return repository.requeue([{ event_id: event.event_id, body: encodeEvent(event) }]);
    });
    events = new OutboxPublisher({
      outbox,
      publisher,
      tracing: new Tracing('spec'),
      logger: createLogger('spec'),
      registry: new Registry(),
      metricsPrefix: 'orders',
    });
    events.onApplicationBootstrap();
    await publisher.whenReady(10_000);
  });
  afterEach(async () => {
    await events.beforeApplicationShutdown();
    await events.onApplicationShutdown();
    await publisher.close();
    await connection.close();
    await broker.close();
    await pool.end();
    await dropDatabase(url);
  });

  const record = (recorded: ShopEvent[], graceSeconds?: number) =>
    repository.insert(
      pool,
      recorded.map((event) => ({ event, traceparent: null })),
      graceSeconds,
    );
  const emptied = () => eventually(async () => (await repository.stats()).pending === 0, { timeoutMs: 10_000 });

  it('are published at once by who recorded them, byte for byte, to the queues of their type, and then forgotten', async () => {
    const recorded = TYPES.map(eventOf);
    await record(recorded);
    for (const event of recorded) {
      events.publishSoon({ event_id: event.event_id, type: event.type, body: encodeEvent(event) });
    }
    await emptied();
    for (const event of recorded) {
      for (const queue of queuesOfEvent(event.type)) {
        const { content, properties, fields } = await broker.take(queue);
        expect(content.equals(encodeEvent(event))).toBe(true);
        expect(properties).toMatchObject({ messageId: event.event_id, type: event.type, appId: 'orders' });
        expect(fields.routingKey).toBe(event.type);
      }
    }
  });

  it('are published by the sweep when their process has died', async () => {
    const recorded = TYPES.map(eventOf);
    await record(recorded, 0);
    await emptied();
    const taken = [await broker.take('notifications.orders'), await broker.take('notifications.orders')];
    const ids = new Set(taken.map(({ properties }) => properties.messageId));
    expect(ids).toEqual(new Set(recorded.slice(0, 2).map(({ event_id }) => event_id)));
  });

  it('are rebuilt when a queue was lost', async () => {
    await broker.channel.deleteQueue('notifications.orders');
    await eventually(() => rebuilt.length > 0, { timeoutMs: 10_000 });
    await broker.take('notifications.orders');
    await emptied();
  });

  it('are never recorded when they break their schema', async () => {
    const broken = { ...eventOf('stock_low'), stock: -1 } as ShopEvent;
    await expect(record([eventOf('stock_low'), broken])).rejects.toThrow('stock_low');
    expect((await repository.stats()).pending).toBe(0);
  });
});
