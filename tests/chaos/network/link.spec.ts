import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { eventually } from '@app/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Link } from './link.ts';

let echo: Server;
let link: Link;
let client: Socket;
let heard: string;
/** What has reached the callee. */
let arrived: string;
let ending: string | undefined;

beforeEach(async () => {
  [heard, arrived, ending] = ['', '', undefined];
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      arrived += chunk;
      socket.write(chunk);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  link = new Link((echo.address() as AddressInfo).port);
  client = connect({ port: await link.listen(), host: '127.0.0.1' });
  client.on('data', (chunk) => {
    heard += chunk;
  });
  client.on('end', () => {
    ending ??= 'FIN';
  });
  client.on('error', ({ code }: NodeJS.ErrnoException) => {
    ending ??= code;
  });
  await says('hello');
});

afterEach(() => {
  client.destroy();
  link.reset();
  link.server.close();
  echo.close();
});

const until = (holds: () => boolean) => eventually(holds, { everyMs: 5 });

async function says(text: string): Promise<void> {
  const before = heard.length;
  client.write(text);
  await until(() => heard.length === before + text.length);
}

it('a black hole loses nothing: what was sent arrives when it is over', async () => {
  link.bend({ blackHole: 'requests' });
  client.write('later');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(arrived).toBe('hello');
  link.bend({});
  await until(() => heard === 'hellolater');
});

it('a dropped reply was carried out, and the connection does not outlive it', async () => {
  link.bend({ dropReplies: true });
  client.write('done?');
  await until(() => arrived === 'hellodone?');
  link.bend({});
  await until(() => ending === 'ECONNRESET');
  expect(heard).toBe('hello');
});

it('latency is that of each piece, not of all before it', async () => {
  link.bend({ latencyMs: 100 });
  const began = performance.now();
  await says('slow');
  expect(performance.now() - began).toBeGreaterThan(190);
});

it('a reset is a reset, a half-close is an end', async () => {
  link.halfClose();
  await until(() => ending === 'FIN');
  ending = undefined;
  const other = connect({ port: (link.server.address() as AddressInfo).port, host: '127.0.0.1' });
  const code = new Promise((resolve) => other.once('error', (error: NodeJS.ErrnoException) => resolve(error.code)));
  other.write('x');
  await until(() => arrived.endsWith('x'));
  link.reset();
  expect(await code).toBe('ECONNRESET');
});
