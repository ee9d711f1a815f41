import { expect, it } from '@jest/globals';
import { barsOf } from './waterfall.js';

const span = (service: string, start_us: number, duration_us: number, error = '') => ({
  service,
  name: 'step',
  start_us,
  duration_us,
  error,
});

it('places each step in the time of the whole trace', () => {
  const bars = barsOf([span('gateway', 1_000, 4_000), span('inventory', 2_000, 1_000, 'why')]);
  expect(bars).toEqual([
    { text: 'gateway: step, +0 ms, 4 ms', left: 0, width: 100, failed: false },
    { text: 'inventory: step, +1 ms, 1 ms: why', left: 25, width: 25, failed: true },
  ]);
});

it('a single step without a length fills no more than there is', () => {
  expect(barsOf([span('gateway', 5, 0)])).toEqual([
    { text: 'gateway: step, +0 ms, 0 ms', left: 0, width: 0, failed: false },
  ]);
});
