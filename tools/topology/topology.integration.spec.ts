// Real: RabbitMQ in a vhost of its own, with the logins that `provision` creates.

import { encodeEvent } from '@app/contracts';
import {
  BROKER_USERS,
  BrokerConnections,
  type Delivery,
  EventPublisher,
  RmqStrategy,
  WORK_QUEUES,
} from '@app/messaging';
import { Broker, engines, eventually, rabbitmqApi, saleEvent } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'amqplib';
import { COMMANDS } from './commands.js';
import { Management } from './management.http.js';

describe('a broker with a login for each service', () => {
  let broker: Broker;
  let lines: string[] = [];
  const passwords = Object.fromEntries(
    BROKER_USERS.map(({ name }) => [`RABBITMQ_${name.toUpperCase()}_PASSWORD`, `${name}-secret`]),
  );
  const run = async (command: string, url = broker.url) => {
    lines = [];
    const print = (line: string) => lines.push(line);
    const env = { RABBITMQ_URL: url, RABBITMQ_MANAGEMENT_URL: engines().rabbitmqManagementUrl, ...passwords };
    return await COMMANDS[command]?.(env, { print, say: print });
  };
  const as = (user: string) => {
    const url = new URL(broker.url);
    Object.assign(url, { username: user, password: `${user}-secret` });
    return url.href;
  };
  /** Why the broker refuses something to a login; undefined when it does not. */
  const refusal = async (user: string, act: (channel: import('amqplib').ConfirmChannel) => Promise<unknown>) => {
    const model = await connect(as(user));
    model.on('error', () => {});
    const channel = await model.createConfirmChannel();
    const refused = new Promise<string>((resolve) => channel.once('error', (error) => resolve(error.message)));
    const done = act(channel)
      .then(() => channel.waitForConfirms())
      .then(
        () => undefined,
        () => refused,
      );
    const outcome = await done;
    await model.close().catch(() => {});
    return outcome;
  };

  const watches = async () => {
    const management = new Management(engines().rabbitmqManagementUrl, broker.url);
    return (await management.exchanges(broker.vhost)).filter((name) => name.startsWith('shop.watch.'));
  };

  beforeAll(async () => {
    broker = await Broker.open('topology');
  });
  afterAll(async () => {
    await broker.close();
    for (const { name } of BROKER_USERS) await rabbitmqApi('DELETE', `/api/users/${name}`);
  });

  it('says what to do when it refuses the login', async () => {
    const wrong = Object.assign(new URL(broker.url), { password: 'changed' }).href;
    await expect(run('provision', wrong)).rejects.toThrow('"A password was changed" in docs/operations.md');
  });

  it('is not provisioned for production by a login that is public', async () => {
    const env = { NODE_ENV: 'production', RABBITMQ_URL: 'amqp://guest:guest@127.0.0.1:1' };
    await expect(COMMANDS.provision?.(env, { print: () => {}, say: () => {} })).rejects.toThrow(
      'RABBITMQ_URL uses guest/guest',
    );
  });

  it('is checked, provisioned and checked again', async () => {
    expect(await run('check')).toBe(1);
    expect(lines).toContain('missing: queue analytics.product_sold.dlq');
    expect(await run('provision')).toBe(0);
    // A gateway that looked for watches itself would leave an error for each in the broker's log.
    expect(await watches()).toHaveLength(WORK_QUEUES.length);
    expect(await run('check', as('analytics'))).toBe(0);
    expect(await run('permissions')).toBe(0);
    expect(lines).toContain(`rabbitmqctl set_permissions -p '${broker.vhost}' gateway '^$' '^(shop\\.events)$' '^$'`);
  });

  it('lets a gateway publish and a worker consume, retry and park, without the right to declare', async () => {
    const connection = new BrokerConnections({ url: as('gateway'), name: 'gateway', topology: 'check' });
    const publisher = new EventPublisher(connection);
    expect(await publisher.whenReady(10_000)).toBe(true);
    const dispositions = ['ack', { retry: 'later' }, { park: 'never', kind: 'x' }];
    const got: string[] = [];
    const worker = new RmqStrategy({
      url: as('analytics'),
      name: 'analytics',
      queues: ['analytics.product_sold'],
      topology: 'check',
    });
    const handle = async ({ messageId }: Delivery) => {
      got.push(messageId);
      return dispositions[got.length - 1] ?? 'ack';
    };
    worker.addHandler('product_sold', handle, true);
    worker.listen(() => {});
    for (const event of [saleEvent(), saleEvent(), saleEvent()]) {
      const sent = await publisher.publish({
        type: 'product_sold',
        messageId: event.event_id,
        headers: {},
        body: encodeEvent(event),
      });
      expect(sent).toEqual({ ok: true });
    }
    await eventually(async () => (await broker.depth('analytics.product_sold.dlq')) === 1);
    await eventually(() => got.length === 4, { timeoutMs: 10_000, what: 'the retry after 5 s' });
    await worker.close();
    await publisher.close();
    await connection.close();
  });

  it('gives a stolen login of a worker neither the queue of another nor an event', async () => {
    const body = Buffer.from('{}');
    const consume = (queue: string) => refusal('analytics', (channel) => channel.consume(queue, () => {}));
    expect(await consume('analytics.product_sold')).toBeUndefined();
    expect(await consume('notifications.product_sold')).toContain('ACCESS_REFUSED');
    expect(await consume('notifications.orders.dlq')).toContain('ACCESS_REFUSED');
    const publish = (exchange: string, key: string) =>
      refusal('analytics', async (channel) => channel.publish(exchange, key, body));
    expect(await publish('shop.events', 'product_sold')).toContain('ACCESS_REFUSED');
    expect(await publish('', 'notifications.product_sold')).toContain('ACCESS_REFUSED');
    expect(
      await refusal('analytics', (channel) => channel.bindQueue('analytics.product_sold', 'shop.events', '#')),
    ).toContain('ACCESS_REFUSED');
    expect(await refusal('analytics', (channel) => channel.deleteQueue('analytics.product_sold'))).toContain(
      'ACCESS_REFUSED',
    );
  });

  it('gives a stolen login of the gateway no queue', async () => {
    expect(await refusal('gateway', (channel) => channel.consume('analytics.product_sold', () => {}))).toContain(
      'ACCESS_REFUSED',
    );
  });

  it('is named once by a service when something is missing, and the service comes back by itself', async () => {
    const lines: string[] = [];
    const log = (fields: object) => lines.push(JSON.stringify(fields));
    const logger = { info: () => {}, warn: log, error: log };
    const connection = new BrokerConnections({ url: as('gateway'), name: 'gateway', topology: 'check', logger });
    const publisher = new EventPublisher(connection);
    await publisher.whenReady(10_000);
    await broker.channel.deleteQueue('analytics.orders');
    await eventually(() => !publisher.ready);
    await eventually(() => publisher.stats().reason.includes('missing on the broker: queue analytics.orders;'));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(lines.filter((line) => line.includes('queue analytics.orders'))).toHaveLength(1);
    expect(await run('declare', as('operator'))).toBe(0);
    await eventually(() => publisher.ready, { timeoutMs: 10_000 });
    await publisher.close();
    await connection.close();
  });
});
