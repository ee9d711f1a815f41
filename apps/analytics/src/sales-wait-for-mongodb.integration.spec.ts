// Real: RabbitMQ and MongoDB; a closed port stands for a MongoDB that is down.
import { randomUUID } from 'node:crypto';
import {
  createMongoDatabase,
  createTcpGate,
  createVhost,
  dropMongoDatabase,
  dropVhost,
  eventually,
  rabbitmqApi,
  SalesPublisher,
  saleEvent,
  type TcpGate,
} from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MongoClient } from 'mongodb';
import { analyticsConfig } from './analytics.config.js';
import { boot } from './boot.js';

const SALES = 60;

describe('a MongoDB that is down', () => {
  const uri = createMongoDatabase('analytics');
  let vhost: string;
  let gate: TcpGate;
  let app: NestFastifyApplication;
  let publisher: SalesPublisher;
  let mongo: MongoClient;

  const queue = (name = 'analytics.product_sold') =>
    rabbitmqApi<{ messages: number }>('GET', `/api/queues/${new URL(vhost).pathname.slice(1)}/${name}`);
  const ready = async () => {
    const answer = await app.inject('/health/ready');
    return { status: answer.statusCode, checks: answer.json().checks };
  };

  beforeAll(async () => {
    process.env.LOG_LEVEL = 'silent';
    vhost = await createVhost('analytics');
    gate = await createTcpGate(uri);
    mongo = new MongoClient(uri);
    publisher = await SalesPublisher.open(vhost);
    app = await boot({
      ...analyticsConfig({ RABBITMQ_URL: vhost, MONGODB_URI: gate.url }),
      OPS_PORT: 0,
      GRPC_PORT: 0,
    });
  }, 30_000);

  afterAll(async () => {
    await app.close();
    await publisher.close();
    await gate.close();
    await mongo.close();
    await dropMongoDatabase(uri);
    await dropVhost(vhost);
  });

  it('does not keep the service from starting, and is the reason why it is not ready', async () => {
    await eventually(async () => (await ready()).checks.broker.ok);
    expect((await ready()).status).toBe(503);
    expect((await ready()).checks.mongodb).toEqual({ ok: false, reason: expect.stringContaining('ECONNREFUSED') });
    const noSummary = await app.inject('/summary');
    expect(noSummary.json()).toMatchObject({ status: 503, detail: 'MongoDB does not answer; try again soon' });
    expect(noSummary.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': '1',
    });
  }, 30_000);

  it('loses no event and moves none: all are stored when it comes', async () => {
    const events = Array.from({ length: SALES }, () => saleEvent());
    await publisher.sell(...events);
    await eventually(async () => (await ready()).checks.broker.ok === false);
    await eventually(async () => (await queue()).messages === SALES, { timeoutMs: 15_000, everyMs: 500 });

    await gate.open();
    const sales = mongo.db().collection('sales_events');
    await eventually(async () => (await sales.countDocuments()) === SALES, { timeoutMs: 20_000 });
    await eventually(async () => (await queue()).messages === 0, { timeoutMs: 15_000, everyMs: 500 });
    expect((await queue('analytics.product_sold.dlq')).messages).toBe(0);
    await eventually(async () => (await ready()).status === 200);
  }, 60_000);

  it('comes back with its indexes and its sums', async () => {
    const indexes = await mongo.db().collection('sales_events').indexes();
    expect(indexes.map(({ name }) => name).sort()).toEqual([
      '_id_',
      'occurred_at_1',
      'product_id_1_occurred_at_1',
      'segment_1',
    ]);
    const sums = { currency: 'USD', sales: SALES, units: 2 * SALES, revenue_cents: 299_800 * SALES };
    await eventually(async () => {
      expect((await app.inject('/summary')).json()).toEqual({ totals: [sums], products: [{ product_id: 1, ...sums }] });
      return true;
    });
    expect((await app.inject('/summary?product_id=2')).json()).toEqual({ totals: [], products: [] });
  });

  it('holds again when it goes down under load', async () => {
    await gate.close();
    const events = Array.from({ length: SALES }, () => saleEvent({ order_id: `AGAIN-${randomUUID().slice(0, 8)}` }));
    await publisher.sell(...events);
    await eventually(async () => (await ready()).checks.broker.ok === false, { timeoutMs: 15_000 });
    await gate.open();
    const again = { order_id: /^AGAIN/ };
    const sales = mongo.db().collection('sales_events');
    await eventually(async () => (await sales.countDocuments(again)) === SALES, { timeoutMs: 20_000 });
  }, 60_000);

  it.each(['product_id=0', 'product_id=abc', 'product_id=1&product_id=2', 'productId=1'])(
    'GET /summary?%s is a 400 that names the parameter',
    async (query) => {
      const answer = await app.inject(`/summary?${query}`);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: expect.stringContaining('product_id'),
        instance: '/summary',
      });
      expect(answer.statusCode).toBe(400);
    },
  );

  it.each([
    ['an unknown path', 'GET', '/nope', 404],
    ['another method', 'POST', '/summary', 404],
  ] as const)('%s is answered with problem details', async (_, method, url, status) => {
    const answer = await app.inject({ method, url });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect([answer.statusCode, answer.json().status]).toEqual([status, status]);
  });
});
