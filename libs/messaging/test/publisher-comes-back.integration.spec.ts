// Real: RabbitMQ, in a vhost of its own, behind a TCP relay that can be switched on and off.

import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { Broker, eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrokerConnections, EventPublisher } from '../src/index.js';

const sold = {
  type: 'product_sold' as const,
  messageId: 'e1',
  headers: {},
  body: Buffer.from('{}'),
};

/** Passes bytes to the broker while it listens. */
class Relay {
  private readonly target: URL;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  port = 0;

  constructor(target: URL) {
    this.target = target;
  }

  async on(): Promise<void> {
    const server = createServer((socket) => {
      const upstream = dial(Number(this.target.port), this.target.hostname);
      for (const each of [socket, upstream]) this.sockets.add(each.on('error', () => {}));
      socket.pipe(upstream).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as { port: number }).port;
    this.server = server;
  }

  async off(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}

describe('a publisher without its broker', () => {
  let broker: Broker;
  let relay: Relay;
  let connection: BrokerConnections;
  let publisher: EventPublisher;

  beforeEach(async () => {
    broker = await Broker.open('comeback');
    relay = new Relay(new URL(broker.url));
    await relay.on();
    const url = new URL(broker.url);
    url.port = String(relay.port);
    connection = new BrokerConnections({ url: url.href, name: 'gateway' });
    publisher = new EventPublisher(connection);
  });
  afterEach(async () => {
    await publisher.close();
    await connection.close();
    await relay.off();
    await broker.close();
  });

  it('starts, says why it is not ready, refuses at once, and connects when the broker appears', async () => {
    await relay.off();
    publisher.start();
    await eventually(() => connection.publishing.state === 'waiting');
    expect(publisher.stats()).toMatchObject({
      ready: false,
      state: 'down',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    const before = performance.now();
    expect(await publisher.publish(sold)).toMatchObject({ ok: false, failure: 'down' });
    expect(performance.now() - before).toBeLessThan(2_000); // Waiting takes 5 s.

    await relay.on();
    await eventually(() => publisher.ready, { timeoutMs: 8_000 });
    expect(await publisher.publish(sold)).toEqual({ ok: true });
  });

  it('settles what was under way, comes back, and tells those who wait for it', async () => {
    await publisher.whenReady(10_000);
    let readies = 0;
    publisher.onReady(() => readies++);
    const underWay = Array.from({ length: 50 }, () => publisher.publish(sold));
    await relay.off();
    for (const result of await Promise.all(underWay)) if (!result.ok) expect(result.failure).toBe('closed');
    await relay.on();
    await eventually(() => publisher.ready, { timeoutMs: 8_000 });
    expect(readies).toBe(1);
    expect(await publisher.publish(sold)).toEqual({ ok: true });
  });

  it('is back within 2 s when the broker closes its connection', async () => {
    await publisher.whenReady(10_000);
    await broker.closeConnections(':publish');
    await eventually(() => !publisher.ready, { everyMs: 1 });
    await eventually(() => publisher.ready);
  });
});
