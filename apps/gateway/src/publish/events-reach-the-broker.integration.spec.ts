// Real: RabbitMQ, the whole gateway over HTTP. Inventory's half of the protocol is a double, so that leases pass quickly.

import { Readiness } from '@app/service';
import { createTcpGate, createVhost, dropVhost, eventually, rabbitmqApi, type TcpGate } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ChannelModel, type ConsumeMessage, connect } from 'amqplib';
import { FakeInventory } from '../../test/fake-inventory.js';
import { AppModule } from '../app.module.js';
import { gatewayConfig } from '../gateway.config.js';
import { createApp } from '../http/create-app.js';

const QUEUES = ['analytics.product_sold', 'notifications.product_sold'];
const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

type Message = ConsumeMessage & { queue: string };

describe('every recorded sale reaches the broker, and only then inventory forgets its event', () => {
  let inventory: FakeInventory;
  let vhost: string;
  let broker: TcpGate;
  let consumer: ChannelModel;
  let messages: Message[];
  let collectFrom: (queue: string) => Promise<unknown>;
  let app: NestFastifyApplication;

  beforeEach(async () => {
    inventory = await new FakeInventory().start();
    vhost = await createVhost('gateway');
    broker = await createTcpGate(vhost);
    await broker.open();
    const config = gatewayConfig({
      INVENTORY_GRPC_URL: `127.0.0.1:${inventory.port}`,
      RABBITMQ_URL: broker.url,
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'silent',
    });
    app = await createApp(AppModule.forRoot(config), config);
    await app.listen(0, '127.0.0.1');
    await brokerIs('events are published');
    messages = [];
    consumer = await connect(vhost);
    const channel = await consumer.createChannel();
    const collect = (queue: string) => (message: ConsumeMessage | null) =>
      message && messages.push({ ...message, queue });
    collectFrom = (queue) => channel.consume(queue, collect(queue), { noAck: true });
    for (const queue of QUEUES) await collectFrom(queue);
  });
  afterEach(async () => {
    await app.close().catch(() => {});
    await broker.close();
    await consumer.close();
    await dropVhost(vhost);
    inventory.kill();
  });

  const brokerIs = (state: string) =>
    eventually(async () => {
      const { checks } = await app.get(Readiness).report();
      return JSON.stringify(checks.events).includes(state);
    });
  const sell = async (order_id: string, headers = {}) => {
    const body = JSON.stringify({ product_id: 1, quantity: 1, order_id });
    const url = `${await app.getUrl()}/inventory/decrease`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return {
      status: answer.status,
      traceparent: answer.headers.get('traceparent'),
      sale: (await answer.json()) as { sale_id: string },
    };
  };
  const idsIn = (queue: string) =>
    new Set(messages.filter((message) => message.queue === queue).map(({ properties }) => properties.messageId));
  const arrived = (ids: string[], timeoutMs = 15_000) =>
    eventually(
      () => {
        for (const queue of QUEUES) expect([...idsIn(queue)].sort()).toEqual([...ids].sort());
        expect(inventory.outbox.size).toBe(0);
        return true;
      },
      { timeoutMs, what: `${ids.length} events in both queues, none in the outbox` },
    );

  /** From now on the queue misses what is sold, until the gateway binds it again. */
  const unbind = (queue: string) =>
    rabbitmqApi('DELETE', `/api/bindings${new URL(vhost).pathname}/e/shop.events/q/${queue}/product_sold`);

  it('publishes the bytes that inventory recorded, with the sale’s id and trace', async () => {
    const { status, traceparent, sale } = await sell('one', { traceparent: CALLER });
    expect(status).toBe(201);
    const recorded = inventory.outbox.get(sale.sale_id)?.event.toString();
    await arrived([sale.sale_id]);
    const [message] = messages;
    expect(message?.content.toString()).toBe(recorded);
    expect(message?.properties).toMatchObject({
      messageId: sale.sale_id,
      type: 'product_sold',
      appId: 'gateway',
      deliveryMode: 2,
      contentType: 'application/json',
      headers: { 'x-attempt': 0 },
    });
    const published = String(message?.properties.headers?.traceparent);
    expect(published.slice(0, 36)).toBe(CALLER.slice(0, 36));
    expect(traceparent?.slice(0, 36)).toBe(CALLER.slice(0, 36));
    expect(new Set([published, traceparent, CALLER]).size).toBe(3);
  });

  it('sells on while the broker is down, and delivers everything once it is back', async () => {
    await broker.close();
    await brokerIs('events wait in the outbox');
    const sold = await Promise.all(Array.from({ length: 30 }, (_, index) => sell(`down-${index}`)));
    expect(sold.map(({ status }) => status)).toEqual(sold.map(() => 201));
    expect(inventory.outbox.size).toBe(30);
    await broker.open();
    await arrived(sold.map(({ sale }) => sale.sale_id));
  });

  it('acknowledges only what the broker has confirmed: an event that reaches no queue is reported and comes later', async () => {
    inventory.graceMs = 1_500;
    const sold: string[] = [];
    // The gateway binds them again within a moment: a sale that comes later reaches them.
    const sellUnrouted = async () => {
      await Promise.all(QUEUES.map((queue) => unbind(queue).catch(() => {})));
      const { sale } = await sell(`unroutable-${sold.length}`);
      sold.push(sale.sale_id);
      await eventually(() => inventory.failures.length > 0, { timeoutMs: 5_000 });
      return sale.sale_id;
    };
    const event_id = await eventually(sellUnrouted, { what: 'an event that reached no queue' });
    expect(inventory.failures).toEqual([{ event_id, reason: expect.stringMatching(/^returned/) }]);
    expect(inventory.outbox.has(event_id)).toBe(true);
    await arrived(sold);
  });

  it('publishes again what it could not acknowledge, under the same id', async () => {
    inventory.instead.AckEvents = (_, reply) => reply({ code: 14, details: 'gone' });
    const { sale } = await sell('unacknowledged');
    await eventually(() => messages.length >= 4, { timeoutMs: 15_000 });
    delete inventory.instead.AckEvents;
    await arrived([sale.sale_id]);
  });

  it('sends again what a deleted queue has missed, although the broker confirmed it', async () => {
    const { sale: before } = await sell('before');
    await arrived([before.sale_id]);
    const [queue = ''] = QUEUES;
    const { pathname } = new URL(vhost);
    const watched = `/api/bindings${pathname}/e/shop.watch.${queue}/q/${queue}`;
    await eventually(async () => (await rabbitmqApi<object[]>('GET', watched)).length > 0, { what: 'the watch' });
    const path = `/api/queues${pathname}`;
    await rabbitmqApi('DELETE', `${path}/${queue}`);
    const sold = await Promise.all(Array.from({ length: 20 }, (_, index) => sell(`meanwhile-${index}`)));
    const names = async () => (await rabbitmqApi<{ name: string }[]>('GET', path)).map(({ name }) => name);
    await eventually(async () => (await names()).includes(queue));
    await collectFrom(queue);
    await arrived([before, ...sold.map(({ sale }) => sale)].map(({ sale_id }) => sale_id));
  });

  it('sends again what an unbound queue has missed, although the broker confirmed it', async () => {
    const { sale: before } = await sell('before');
    await arrived([before.sale_id]);
    const [queue = ''] = QUEUES;
    const sold = [before.sale_id];
    const sellWhileUnbound = async () => {
      await unbind(queue);
      const ids = Array.from({ length: 20 }, (_, index) => `meanwhile-${sold.length + index}`);
      sold.push(...(await Promise.all(ids.map((id) => sell(id)))).map(({ sale }) => sale.sale_id));
      await arrived(sold, 5_000);
      return true;
    };
    await eventually(sellWhileUnbound, { timeoutMs: 30_000, what: 'the watch, which may connect after the publisher' });
  });

  it('leaves nothing behind when it is told to stop', async () => {
    inventory.stock = 500;
    // Few enough for a busy machine to confirm them within the five seconds that a stop waits.
    const sold = await Promise.all(Array.from({ length: 50 }, (_, index) => sell(`last-${index}`)));
    await app.close();
    expect([...inventory.outbox.keys()]).toEqual([]);
    await arrived(sold.map(({ sale }) => sale.sale_id));
  });
});
