import { expect, it } from '@jest/globals';
import { backOff, next, publicState } from './machine.ts';

it('does not heal what was stopped: no event but start or resume leads out of it', () => {
  const events = ['found', 'not-found', 'probe-yes', 'probe-no', 'exited', 'retry', 'pause', 'stop', 'gone'] as const;
  for (const event of events) expect(next('stopped', event)).toBeUndefined();
  expect(next('stopped', 'start')).toBe('preparing');
});

it('heals a crash from every state in which something runs', () => {
  for (const state of ['starting', 'ready', 'unready', 'paused'] as const)
    expect(next(state, 'exited')).toBe('crashed');
  expect(next('crashed', 'retry')).toBe('preparing');
});

it('does not take the end that was asked for as a crash', () => {
  expect(next('stopping', 'exited')).toBeUndefined();
});

it('says ready of nothing but what is', () => {
  const others = ['stopped', 'preparing', 'missing', 'starting', 'unready', 'crashed', 'paused', 'stopping'] as const;
  for (const state of others) expect(publicState(state)).not.toBe('ready');
  expect(publicState('ready')).toBe('ready');
});

it('waits longer after each crash, up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(backOff)).toEqual([250, 1_000, 2_000, 5_000, 10_000, 30_000, 30_000, 30_000]);
});
