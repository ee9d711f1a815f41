import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SalesPublisher } from './sold.js';

const server = createServer((socket) => socket.destroy());
let attempts = 0;

beforeEach(async () => {
  server.on('connection', () => {
    attempts++;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => void server.close());

it('a publisher that cannot be opened is closed: it does not go on trying, which would keep the run from ending', async () => {
  const { port } = server.address() as AddressInfo;
  await expect(SalesPublisher.open(`amqp://127.0.0.1:${port}`, 100)).rejects.toThrow(
    'the publisher: not within 100 ms',
  );
  const before = attempts;
  expect(before).toBeGreaterThan(0);
  await delay(1_500); // Longer than what it waits between two tries at first.
  expect(attempts).toBe(before);
}, 30_000);
