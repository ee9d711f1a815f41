// Real: PostgreSQL, RabbitMQ, MongoDB, SMTP and gRPC, each behind a port on one loopback address only. What `localhost`
// resolves to is made up: on many machines ::1 comes first.
import { INVENTORY_PROTO_PATH, type InventoryCalls } from '@app/contracts';
import { GrpcChannel, GrpcHealth, grpcOptions } from '@app/grpc';
import { createPool } from '@app/postgres';
import {
  createTcpGate,
  createVhost,
  dropVhost,
  engines,
  eventually,
  freePort,
  SalesPublisher,
  saleEvent,
  type TcpGate,
} from '@app/testing';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AnalyticsDb } from '../../apps/analytics/src/mongo/connect.mongo.js';
import { NodemailerSmtpMailSender } from '../../apps/notifications/src/mail/nodemailer.smtp.mail-sender.js';
import { createSmtpSink, type SmtpSink } from '../../apps/notifications/test/smtp-sink.js';
import { localhostIs } from './localhost.js';

let sink: SmtpSink;
let vhost: string;
let gate: TcpGate | undefined;

/** The URL of an engine that only listens on one address, under another name. */
async function onlyOn(address: string, engine: string, host: string): Promise<string> {
  gate = await createTcpGate(engine, address);
  await gate.open();
  const url = new URL(gate.url);
  return gate.url.replace(url.host, `${host}:${url.port}`);
}

beforeAll(async () => {
  [sink, vhost] = await Promise.all([createSmtpSink(), createVhost('localhost')]);
}, 30_000);
afterEach(async () => {
  jest.restoreAllMocks();
  await gate?.close();
});
afterAll(async () => {
  await sink.close();
  await dropVhost(vhost);
});

describe.each([
  ['listens on ::1 and is called localhost', '::1', 'localhost'],
  ['listens on 127.0.0.1 and is called localhost', '127.0.0.1', 'localhost'],
  ['listens on ::1 and is called [::1]', '::1', '[::1]'],
])('what %s', (_, address, host) => {
  const at = (engine: string) => {
    localhostIs('::1', '127.0.0.1');
    return onlyOn(address, engine, host);
  };

  it('PostgreSQL is reached', async () => {
    const pool = createPool({ url: await at(engines().postgresAdminUrl), applicationName: 'localhost', max: 1 });
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('RabbitMQ is reached', async () => {
    const publisher = await SalesPublisher.open(await at(vhost));
    await publisher.sell(saleEvent());
    await publisher.close();
  });

  it('MongoDB is reached', async () => {
    const db = new AnalyticsDb(await at(`${engines().mongodbUri}/localhost`));
    expect(await (await db.db()).command({ ping: 1 })).toMatchObject({ ok: 1 });
    await db.close();
  });

  it('a mail server is reached', async () => {
    const sender = new NodemailerSmtpMailSender(await at(sink.url), 'Shop <shop@example.org>');
    expect(await sender.reachable()).toBe(true);
    sender.close();
  });

  it.each([1, 2])('a gRPC service is reached, %d times in the list', async (times) => {
    localhostIs('::1', '127.0.0.1');
    const port = await freePort();
    const server = new Server();
    const serving = { host: address, port, package: 'inventory', protoPath: INVENTORY_PROTO_PATH };
    await new Promise((resolve, reject) => {
      const { url = '' } = grpcOptions(serving, new GrpcHealth([])).options;
      server.bindAsync(url, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(undefined),
      );
    });
    const peer = { proto: INVENTORY_PROTO_PATH, services: ['inventory.InventoryService'] };
    const channel = new GrpcChannel<InventoryCalls>(peer, Array(times).fill(`${host}:${port}`));
    await eventually(() => channel.connected, { what: 'a connection' });
    const answer = await channel.call('GetStock', { product_id: 1 }, Date.now() + 5_000);
    expect(answer).toMatchObject({ ok: false, error: { code: status.UNIMPLEMENTED } });
    channel.close();
    server.forceShutdown();
  });
});
