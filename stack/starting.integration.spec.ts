// Real: processes, ports and folders; no engines but those of the test run, by URL.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { engines } from '@app/testing';
import { afterEach, expect, it } from '@jest/globals';
import { readEndpoints } from './endpoints.ts';
import { fakeRow, fakeStack } from './fixtures/fakes.ts';
import { foldersOf } from './folders.ts';
import { identify, isAlive } from './processes/identity.ts';
import type { Stack } from './stack.ts';
import { type StackOptions, startStack } from './start-stack.ts';

const stacks: Stack[] = [];
const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const stack of stacks.splice(0)) await stack.stop();
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
});

async function start(options: StackOptions & { dir: string }): Promise<Stack> {
  folders.push(options.dir);
  const stack = await startStack({ ...options, began: (own) => stacks.push(own) });
  return stack;
}
/** A dead child of a dead parent may stay as an entry that nobody has read yet: that is not life. */
const lives = (pid: number) => {
  const identity = identify(pid);
  return identity !== undefined && isAlive(identity);
};

it('takes another port when the usual one is taken, and says which', async () => {
  const somebody = createServer().on('error', () => {}); // In use already: all the better.
  somebody.listen(3000, '127.0.0.1');
  const stack = await start(fakeStack({ ports: 'usual', services: [fakeRow('gateway', 'gateway')] }));
  const { gateway, processes } = stack.endpoints();
  expect(gateway).not.toBe('http://127.0.0.1:3000');
  expect(gateway).toBe(`http://127.0.0.1:${processes[0]?.port}`);
  expect((await fetch(`${gateway}/health/ready`)).status).toBe(200);
  somebody.close();
});

it('runs beside another stack', async () => {
  const [one, other] = await Promise.all([start(fakeStack()), start(fakeStack())]);
  expect(one.endpoints().gateway).not.toBe(other.endpoints().gateway);
});

it('refuses a second stack in the same folder, naming the first and how to end it', async () => {
  const options = fakeStack();
  await start(options);
  await expect(startStack(options)).rejects.toMatchObject({
    message: expect.stringContaining(`pid ${process.pid}`),
    fix: expect.stringContaining('npm run stack -- down'),
  });
});

it('ends what a killed starter has left, by pid and start time, and starts anew', async () => {
  const options = fakeStack();
  const starter = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'starter.ts'), options.dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  children.push(starter);
  await once(starter.stdout, 'data');
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  const left = readEndpoints(foldersOf(options.dir))?.processes.map(({ pid }) => pid ?? 0) ?? [];
  expect(left.map(lives)).toEqual([true, true]);

  const lines: string[] = [];
  const stack = await start({ ...options, say: (line) => lines.push(line) });
  expect(left.map(lives)).toEqual([false, false]);
  expect(lines[0]).toContain(`gateway (${left[0]}), inventory (${left[1]})`);
  expect(stack.endpoints().processes.map(({ state }) => state)).toEqual(['ready', 'ready']);
});

it('does not touch a process that merely has the pid of a leftover', async () => {
  const options = fakeStack();
  const { state, dir } = foldersOf(options.dir);
  mkdirSync(dir, { recursive: true });
  const stranger = spawn('sleep', ['60']);
  children.push(stranger);
  const recorded = { pid: stranger.pid, startTime: '1', bootId: 'another', name: 'gateway', stopSignal: 'SIGKILL' };
  writeFileSync(
    state,
    JSON.stringify({ supervisor: { pid: 4_194_304, startTime: '0', bootId: '' }, socket: '', processes: [recorded] }),
  );
  await start(options);
  expect(lives(stranger.pid ?? 0)).toBe(true);
});

it('gives up with the last words of a service that never runs, and leaves nothing', async () => {
  const words = 'SMTP_URL=nonsense: not a URL';
  const broken = fakeRow('inventory', 'grpc', { env: () => ({ FAKE_LAST_WORDS: words }) });
  const options = fakeStack({ services: [fakeRow('gateway', 'gateway'), broken] });
  await expect(start(options)).rejects.toMatchObject({
    message: expect.stringContaining(words),
    fix: expect.stringContaining('inventory.log'),
  });
  const after = readEndpoints(foldersOf(options.dir))?.processes;
  expect(after?.map(({ state, pid }) => ({ state, pid }))).toEqual(Array(2).fill({ state: 'stopped', pid: null }));
});

it('names every engine URL that is malformed or does not answer, in one message', async () => {
  const env = {
    MONGODB_URI: 'localhost',
    RABBITMQ_URL: 'amqp://guest:secret@127.0.0.1:1',
    INVENTORY_DATABASE_URL: 'mysql://x',
  };
  const failed = start(fakeStack({ engines: ['postgres', 'rabbitmq', 'mongodb'], env })).catch((error: Error) => error);
  const { message } = (await failed) as Error;
  expect(message).toContain('MONGODB_URI=localhost is not such a URL (mongodb://host:27017/analytics_db)');
  expect(message).toContain('INVENTORY_DATABASE_URL=mysql://x is not such a URL');
  expect(message).toMatch(/RABBITMQ_URL=amqp:\/\/guest:\*\*\*@127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/);
});

it('uses engines of somebody else as they are, and refuses to bend them', async () => {
  const { rabbitmqUrl, mongodbUri } = engines();
  const env = { RABBITMQ_URL: rabbitmqUrl, MONGODB_URI: mongodbUri };
  const stack = await start(fakeStack({ engines: ['rabbitmq', 'mongodb'], env }));
  const { rabbitmq, mongodb, processes } = stack.endpoints();
  expect({ rabbitmq, mongodb }).toEqual({ rabbitmq: rabbitmqUrl, mongodb: `${mongodbUri}/analytics_db` });
  expect(processes.slice(0, 2)).toMatchObject(Array(2).fill({ kind: 'engine', state: 'ready', pid: null }));
});

it.each(['0', '65536', '3000x', '-1'])('refuses HTTP_PORT=%s', async (HTTP_PORT) => {
  await expect(start(fakeStack({ env: { HTTP_PORT } }))).rejects.toThrow(`HTTP_PORT=${HTTP_PORT} is not a port`);
});
