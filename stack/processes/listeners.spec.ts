import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { type Identity, identify } from './identity.ts';
import { listensOn } from './listeners.ts';

it('knows who listens on a port', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stranger = spawn('sleep', ['60']);
  expect(listensOn(identify(process.pid) as Identity, port)).toBe(true);
  expect(listensOn(identify(stranger.pid ?? 0) as Identity, port)).toBe(false);
  server.close();
  await once(server, 'close');
  expect(listensOn(identify(process.pid) as Identity, port)).toBe(false);
  stranger.kill('SIGKILL');
});
