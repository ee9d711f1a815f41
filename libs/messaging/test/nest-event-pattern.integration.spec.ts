// Real: RabbitMQ, in a vhost of its own; Nest as in a service.

import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import {
  BrokerConnections,
  type Delivery,
  type Disposition,
  EventPublisher,
  MessagingModule,
  OnEvent,
  RmqStrategy,
} from '../src/index.js';

@Injectable()
class Ledger {
  readonly batches: string[][] = [];
}

@Controller()
class RecordSaleWhenProductSold {
  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  @OnEvent('product_sold', { batch: { max: 200, waitMs: 20 } })
  record(deliveries: Delivery[]): Disposition[] {
    if (deliveries.some(({ messageId }) => messageId === 'bug')) throw new Error('a bug');
    this.ledger.batches.push(deliveries.map(({ messageId }) => messageId));
    return deliveries.map(() => 'ack');
  }
}

describe('a handler is a method with @OnEvent; the publisher is injected', () => {
  let broker: Broker;
  let close: () => Promise<void>;
  let publisher: EventPublisher;
  let ledger: Ledger;
  const registry = new Registry();

  beforeEach(async () => {
    broker = await Broker.open('nest');
    @Module({
      imports: [MessagingModule.forRoot({ url: broker.url, name: 'shop', registry })],
      controllers: [RecordSaleWhenProductSold],
      providers: [Ledger],
    })
    class App {}
    const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
    const strategy = new RmqStrategy({
      connection: app.get(BrokerConnections),
      queues: ['analytics.product_sold'],
      prefetch: 400,
    });
    app.connectMicroservice({ strategy });
    await app.startAllMicroservices();
    await app.init();
    publisher = app.get(EventPublisher);
    ledger = app.get(Ledger);
    close = () => app.close();
    await eventually(() => publisher.ready && strategy.status().ready);
  });
  afterEach(async () => {
    await close();
    await broker.close();
  });

  const publish = (messageId: string) =>
    publisher.publish({
      type: 'product_sold' as const,
      messageId,
      headers: {},
      body: Buffer.from('{}'),
    });

  it('gets batches, and every message is counted', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `e${index}`);
    await Promise.all(ids.map(publish));
    await eventually(() => ledger.batches.flat().length === ids.length);
    expect(ledger.batches.flat().sort()).toEqual([...ids].sort());
    expect(Math.max(...ledger.batches.map(({ length }) => length))).toBeLessThanOrEqual(200);
    const text = await registry.metrics();
    expect(text).toContain('messaging_published_total{outcome="ok"} 1000');
    expect(text).toContain('messaging_consumed_total{queue="analytics.product_sold",outcome="ack"} 1000');
    expect(text).toContain('messaging_connection_state{name="shop",purpose="publish",state="up"} 1');
    expect(text).toContain('messaging_publish_in_flight{name="shop"} 0');
    expect(text).toContain('messaging_dead_letters{queue="analytics.product_sold"} 0');
  });

  it('that throws is asked again later, although Nest hides the error', async () => {
    await publish('bug');
    const { properties } = await broker.take('analytics.product_sold.retry.5s');
    expect(properties.messageId).toBe('bug');
  });

  it('is demanded at start: a queue without one says which is missing', async () => {
    const strategy = new RmqStrategy({ url: broker.url, name: 'worker', queues: ['notifications.product_sold'] });
    const said = await new Promise((resolve) => strategy.listen(resolve));
    expect(String(said)).toContain("queue notifications.product_sold needs a handler: @OnEvent('product_sold')");
    await strategy.close();
  });
});
