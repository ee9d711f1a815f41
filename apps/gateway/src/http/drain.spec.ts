import { Agent, get } from 'node:http';
import { expect, it } from '@jest/globals';
import { startEdge } from '../../test/edge.fixture.js';
import { drain } from './drain.js';

const ask = (url: string, agent: Agent) =>
  new Promise<{ status?: number; connection?: string; body: string }>((resolve, reject) => {
    get(url, { agent }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection, body }));
    }).on('error', reject);
  });

it('says not ready, tells clients to leave, finishes what runs, then refuses connections', async () => {
  const { app, url } = await startEdge();
  const agent = new Agent({ keepAlive: true });
  expect((await ask(`${url}/items/1`, agent)).connection).toBe('keep-alive');
  const slow = ask(`${url}/slow`, agent);
  const drained = drain(app);
  expect(await ask(`${url}/health/ready`, agent)).toMatchObject({ status: 503, connection: 'close' });
  expect(await ask(`${url}/items/1`, agent)).toMatchObject({ status: 200, connection: 'close' });
  await ask(`${url}/release`, agent);
  expect(await slow).toMatchObject({ status: 200, connection: 'close', body: '{"slow":true}' });
  await drained;
  await expect(ask(`${url}/items/1`, agent)).rejects.toThrow('ECONNREFUSED');
});
