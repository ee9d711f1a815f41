import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { prepareEdge, startEdge } from '../../test/edge.fixture.js';
import { listen } from './listen.js';

it('a port that is taken is one clear message', async () => {
  const first = await startEdge();
  const { app, config } = await prepareEdge();
  await expect(listen(app, { ...config, HTTP_PORT: first.port })).rejects.toThrow(
    `gateway cannot start: 127.0.0.1:${first.port} is taken by another process. Stop it, or set HTTP_PORT to a free port`,
  );
  await first.app.close();
});

const ESTABLISHED = '01';

/** What the kernel of Linux says now, whether or not the gateway has looked at it. */
function connectionsTo(port: number): number {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.filter((row) => row[2]?.endsWith(remote) && row[3] === ESTABLISHED).length;
}

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('a thousand buyers that come in one moment are all let in', async () => {
  const { app, port } = await startEdge();
  const buyers = Array.from({ length: 1_000 }, () => connect(port, '127.0.0.1'));
  // After all have knocked, and before this process, which the gateway runs in too, has opened to the first of them.
  const letIn = await new Promise((resolve) => process.nextTick(() => resolve(connectionsTo(port))));
  for (const buyer of buyers) buyer.destroy();
  await app.close();
  expect(letIn).toBe(1_000);
});
