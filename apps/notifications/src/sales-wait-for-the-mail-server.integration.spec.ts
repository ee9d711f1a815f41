// Real: RabbitMQ, PostgreSQL and an SMTP server on a socket, which is down at first.
import { randomUUID } from 'node:crypto';
import { createVhost, dropDatabase, dropVhost, eventually, rabbitmqApi, SalesPublisher, saleEvent } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { notificationsDb } from '../test/builders.js';
import { createSmtpSink, type SmtpSink } from '../test/smtp-sink.js';
import { boot } from './boot.js';
import { notificationsConfig } from './notifications.config.js';

const SALES = 60;

describe('a mail server that is down', () => {
  let vhost: string;
  let url: string;
  let sink: SmtpSink;
  let app: NestFastifyApplication;
  let publisher: SalesPublisher;

  const messages = async (name: string) => {
    const queue = await rabbitmqApi<{ messages: number }>(
      'GET',
      `/api/queues/${new URL(vhost).pathname.slice(1)}/${name}`,
    );
    return queue.messages;
  };
  const ready = async () => (await app.inject('/health/ready')).json();

  beforeAll(async () => {
    process.env.LOG_LEVEL = 'silent';
    [vhost, url, sink] = await Promise.all([createVhost('notifications'), notificationsDb(), createSmtpSink()]);
    await sink.close();
    publisher = await SalesPublisher.open(vhost);
    const addresses = { NOTIFICATIONS_FROM: 'orders@shop.example', NOTIFICATIONS_TO: 'sales@shop.example' };
    const env = { RABBITMQ_URL: vhost, DATABASE_URL: url, SMTP_URL: sink.url, ...addresses };
    app = await boot({ ...notificationsConfig(env), OPS_PORT: 0, GRPC_PORT: 0 });
  }, 30_000);

  afterAll(async () => {
    await app.close();
    await publisher.close();
    await sink.close();
    await dropVhost(vhost);
    await dropDatabase(url);
  });

  it('keeps every event in its queue, and is why the service is not ready', async () => {
    for (let i = 0; i < SALES; i++) await publisher.sell(saleEvent());
    await eventually(async () => (await ready()).checks.broker.reason?.includes('SMTP'), { timeoutMs: 20_000 });
    expect((await ready()).checks.postgres).toEqual({ ok: true });
    await eventually(async () => (await messages('notifications.product_sold')) === SALES, { timeoutMs: 20_000 });
  }, 60_000);

  it('gets one mail for each sale when it is back, whatever comes between them', async () => {
    await publisher.publish(randomUUID(), Buffer.from('{not json'));
    const twice = saleEvent();
    await publisher.sell(twice, twice);
    await sink.open();
    await eventually(() => sink.mails.length >= SALES + 1, { timeoutMs: 30_000 });
    await eventually(async () => (await messages('notifications.product_sold')) === 0, { timeoutMs: 20_000 });
    const ids = sink.mails.map(({ messageId }) => messageId);
    expect([ids.length, new Set(ids).size]).toEqual([SALES + 1, SALES + 1]);
    expect(await messages('notifications.product_sold.dlq')).toBe(1);
    // The other worker has its own copy of every sale, whether it runs or not.
    expect(await messages('analytics.product_sold')).toBe(SALES + 3);
    expect((await ready()).status).toBe('ready');
  }, 90_000);
});
