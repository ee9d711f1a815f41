// Real: RabbitMQ and the whole gateway over HTTP.
import { EventPublisher } from '@app/messaging';
import { createVhost, dropVhost, eventually, rabbitmqApi } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { type RunningGateway, startGateway } from '../../test/running-gateway.js';
import { DEVELOPMENT_TOKEN } from '../http/auth/development-token.js';

const QUEUE = 'analytics.product_sold';
const EVENT_ID = '0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11';

const token = (role: string) =>
  new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('test')
    .setIssuer(DEVELOPMENT_TOKEN.issuer)
    .setAudience(DEVELOPMENT_TOKEN.audience)
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(DEVELOPMENT_TOKEN.secret));

describe('dead letters over HTTP', () => {
  let vhost: string;
  let gateway: RunningGateway;

  beforeAll(async () => {
    process.env.LOG_LEVEL = 'silent';
    vhost = await createVhost('dead_letters');
    gateway = await startGateway({ RABBITMQ_URL: vhost });
    await eventually(() => gateway.app.get(EventPublisher).ready, { what: 'all queues and bindings' });
  }, 30_000);
  afterAll(async () => {
    await gateway.stop();
    await dropVhost(vhost);
  });

  const path = (queue: string) => `/api/queues${new URL(vhost).pathname}/${queue}`;
  const depth = async (queue: string) => {
    const messages = await rabbitmqApi<object[]>('POST', `${path(queue)}/get`, {
      count: 10,
      ackmode: 'ack_requeue_true',
      encoding: 'auto',
    });
    return messages.length;
  };
  const call = async (method: string, rest: string, role = 'admin', body?: object) => {
    const answer = await fetch(`${await gateway.app.getUrl()}/dead-letters/${rest}`, {
      method,
      headers: {
        authorization: `Bearer ${await token(role)}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as object };
  };

  it('shows what lies there and why, and gives it back to its own queue only', async () => {
    await rabbitmqApi('POST', `/api/exchanges${new URL(vhost).pathname}/shop.dlx/publish`, {
      routing_key: QUEUE,
      payload: `{"event_id":"${EVENT_ID}","order_id":"ORD-1"}`,
      payload_encoding: 'string',
      properties: {
        message_id: EVENT_ID,
        type: 'product_sold',
        headers: { 'x-error-kind': 'schema', 'x-error-message': 'event/quantity must be >= 1' },
      },
    });
    const item = { event_id: EVENT_ID, order_id: 'ORD-1', error_kind: 'schema' };
    const listed = await eventually(async () => {
      const answer = await call('GET', QUEUE);
      return (answer.body as { total: number }).total === 1 && answer;
    });
    expect(listed).toMatchObject({ status: 200, body: { queue: QUEUE, total: 1, items: [item] } });

    const dry = await call('POST', `${QUEUE}/replay?dry_run=true`);
    expect(dry).toMatchObject({ status: 200, body: { dry_run: true, replayed: 1, failed: 0 } });
    expect(await depth(QUEUE)).toBe(0);

    expect(await call('POST', `${QUEUE}/replay`, 'admin', { event_id: 'another' })).toMatchObject({
      body: { replayed: 0 },
    });
    expect(await call('POST', `${QUEUE}/replay`, 'admin', { event_id: EVENT_ID })).toMatchObject({
      status: 200,
      body: { dry_run: false, replayed: 1, failed: 0, items: [{ event_id: EVENT_ID, outcome: 'replayed' }] },
    });
    expect(await depth(QUEUE)).toBe(1);
    expect(await depth('notifications.product_sold')).toBe(0);
    expect((await call('GET', QUEUE)).body).toMatchObject({ total: 0, items: [] });
  }, 30_000);

  it('is for admins, for known queues and for good limits', async () => {
    expect((await call('GET', QUEUE, 'buyer')).status).toBe(403);
    expect(await call('GET', 'nobody.product_sold')).toMatchObject({
      status: 404,
      body: { type: expect.stringMatching(/\/queue-not-found$/) },
    });
    expect((await call('GET', `${QUEUE}?limit=0`)).status).toBe(400);
    expect((await call('POST', `${QUEUE}/replay`, 'admin', { limit: '3' })).status).toBe(400);
  });
});
