import { expect, it } from '@jest/globals';
import { StopSignals } from './stop-signals.js';

const answers = (times: number[]) => {
  const signals = new StopSignals();
  return times.map((time) => signals.next(time));
};

it('drains at the first signal and drains on at the second', () => {
  expect(answers([0, 1])).toEqual(['drain', 'drain-on']);
});

it('ends at the third within a second, whenever they come', () => {
  expect(answers([0, 500, 1_000])).toEqual(['drain', 'drain-on', 'end']);
  expect(answers([0, 900, 1_800, 1_850])).toEqual(['drain', 'drain-on', 'drain-on', 'end']);
});

it('never ends for signals that come slowly', () => {
  expect(new Set(answers([0, 600, 1_200, 1_800, 2_400]).slice(1))).toEqual(new Set(['drain-on']));
});
