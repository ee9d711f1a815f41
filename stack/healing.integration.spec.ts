// Real: processes (small services without engines), signals, .stack/endpoints.json on disk.
import { rmSync } from 'node:fs';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readEndpoints } from './endpoints.ts';
import { fakeStack } from './fixtures/fakes.ts';
import { carryOut } from './orders.ts';
import type { Stack } from './stack.ts';
import { startStack } from './start-stack.ts';

const OFTEN = { everyMs: 20 };
const lines: string[] = [];
let stack: Stack;

beforeAll(async () => {
  stack = await startStack(fakeStack({ say: (line) => lines.push(line) }));
});
afterAll(async () => {
  await stack.stop();
  rmSync(stack.folders.dir, { recursive: true });
});

const entry = (name: string) => {
  const found = readEndpoints(stack.folders)?.processes.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not in endpoints.json`);
  return found;
};
const pidOf = (name: string) => {
  const { pid } = entry(name);
  if (pid === null) throw new Error(`${name} does not run`);
  return pid;
};
const isState = (name: string, state: string) => () => entry(name).state === state || undefined;
const saysReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(300) });

it('names the process itself, its port and its log', async () => {
  const { pid, port, state, log, kind } = entry('gateway');
  expect({ state, kind }).toEqual({ state: 'ready', kind: 'service' });
  expect(port).toBe(stack.addresses.ports.gateway);
  expect(log).toBe(`${stack.folders.logs}/gateway.log`);
  process.kill(pid ?? 0, 0);
  expect((await saysReady(port)).status).toBe(200);
});

it('starts a service again that was killed from outside, and says so', async () => {
  const before = pidOf('gateway');
  process.kill(before, 'SIGKILL');
  await eventually(() => entry('gateway').state !== 'ready' || undefined, { ...OFTEN, what: 'noticed' });
  await eventually(() => (entry('gateway').state === 'ready' && pidOf('gateway') !== before) || undefined);
  expect(lines).toContainEqual('gateway ended by SIGKILL; starting it again in 0.25 s');
  expect(lines).toContainEqual(expect.stringContaining('gateway is ready again'));
});

it('starts what is told to start while it is still being stopped', async () => {
  const stopped = carryOut(stack, 'stop', 'inventory');
  expect(await carryOut(stack, 'start', 'inventory')).toBe('inventory is ready');
  await stopped;
  expect(entry('inventory').state).toBe('ready');
});

it('heals what the kill order has killed', async () => {
  const before = pidOf('inventory');
  await carryOut(stack, 'kill', 'inventory');
  await eventually(() => (entry('inventory').state === 'ready' && pidOf('inventory') !== before) || undefined);
});

it('leaves stopped what was stopped, until it is started', async () => {
  await carryOut(stack, 'stop', 'gateway');
  expect(entry('gateway')).toMatchObject({ state: 'stopped', pid: null });
  await carryOut(stack, 'stop', 'gateway'); // It was so before: that is fine.
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // Longer than the first two back-offs together.
  expect(entry('gateway').state).toBe('stopped');
  await carryOut(stack, 'start', 'gateway');
  expect(entry('gateway').state).toBe('ready');
  await carryOut(stack, 'start', 'gateway');
});

it('holds what was paused until it is resumed, with the same process', async () => {
  const { pid, port } = entry('gateway');
  await carryOut(stack, 'pause', 'gateway');
  await carryOut(stack, 'pause', 'gateway');
  expect(entry('gateway')).toMatchObject({ state: 'stopped', pid });
  await expect(saysReady(port)).rejects.toThrow();
  await carryOut(stack, 'resume', 'gateway');
  expect(entry('gateway')).toMatchObject({ state: 'ready', pid });
});

it('kills and stops what is paused as well', async () => {
  await carryOut(stack, 'pause', 'inventory');
  await carryOut(stack, 'kill', 'inventory');
  await eventually(isState('inventory', 'ready'));
  await carryOut(stack, 'pause', 'inventory');
  await carryOut(stack, 'stop', 'inventory');
  expect(entry('inventory')).toMatchObject({ state: 'stopped', pid: null });
  await expect(carryOut(stack, 'pause', 'inventory')).rejects.toThrow('nothing to pause');
  await carryOut(stack, 'restart', 'inventory');
  expect(entry('inventory').state).toBe('ready');
});

it('tells within a second that a service is not ready any more, why, and that it is again', async () => {
  const { port } = entry('gateway');
  await fetch(`http://127.0.0.1:${port}/ready/false`, { method: 'POST' });
  await eventually(isState('gateway', 'waiting'), OFTEN);
  expect(entry('gateway').reason).toBe('not ready: broker');
  await fetch(`http://127.0.0.1:${port}/ready/true`, { method: 'POST' });
  await eventually(isState('gateway', 'ready'), OFTEN);
});

it('knows its names', async () => {
  await expect(carryOut(stack, 'stop', 'nonsense')).rejects.toMatchObject({ fix: 'one of: gateway, inventory' });
});

it('leaves nothing that says ready, and no process, after the stop', async () => {
  const pids = stack.components.map((component) => component.pid ?? 0);
  await stack.stop();
  expect(readEndpoints(stack.folders)?.processes.map(({ state, pid }) => ({ state, pid }))).toEqual([
    { state: 'stopped', pid: null },
    { state: 'stopped', pid: null },
  ]);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
