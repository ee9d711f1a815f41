// Real: a supervisor of two small processes and its control socket.
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { serveOrders } from '../control.ts';
import { fakeStack } from '../fixtures/fakes.ts';
import type { Stack } from '../stack.ts';
import { startStack } from '../start-stack.ts';
import { sendOrders } from './order.ts';

let stack: Stack;
let close: () => void;
beforeEach(async () => {
  stack = await startStack(fakeStack());
  const orders = await serveOrders(stack, () => undefined);
  close = () => void orders.close();
});
afterEach(async () => {
  jest.restoreAllMocks();
  close();
  await stack.stop();
  rmSync(stack.folders.dir, { recursive: true });
});

const states = () => stack.components.map(({ publicState }) => publicState);

it('is carried out for every name, also beside one that nobody has; the exit code is 0 only when all went well', async () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => {});
  const complained = jest.spyOn(console, 'error').mockImplementation(() => {});
  const { dir } = stack.folders;
  expect(await sendOrders('stop', ['gateway', 'inventory'], dir)).toBe(0);
  expect(states()).toEqual(['stopped', 'stopped']);
  expect(await sendOrders('start', ['nobody', 'gateway', 'inventory'], dir)).toBe(1);
  expect(states()).toEqual(['ready', 'ready']);
  expect(said.mock.calls.slice(-2)).toEqual([['gateway is ready'], ['inventory is ready']]);
  expect(complained.mock.calls.flat().join()).toContain('there is no "nobody" in this stack');
});
