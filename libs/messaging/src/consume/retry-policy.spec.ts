import { describe, expect, it } from '@jest/globals';
import { nextAttempt } from './retry-policy.js';

describe('the next attempt of a message that failed for now', () => {
  it.each([
    [undefined, '5s', 1],
    [0, '5s', 1],
    [1, '30s', 2],
    [2, '2m', 3],
    [3, '10m', 4],
  ])('after %p failures waits %s', (failed, suffix, attempt) => {
    expect(nextAttempt({ 'x-attempt': failed })).toMatchObject({ step: { suffix }, attempt });
  });

  it('waits no longer than the handler wants, and ends all the same', () => {
    const steps = [0, 1, 2, 3, 4].map((failed) => nextAttempt({ 'x-attempt': failed }, '30s'));
    expect(steps.map((next) => ('step' in next ? next.step.suffix : 'exhausted'))).toEqual([
      '5s',
      '30s',
      '30s',
      '30s',
      'exhausted',
    ]);
  });

  it.each([4, 5, 99])('does not exist after %p failures', (failed) => {
    expect(nextAttempt({ 'x-attempt': failed })).toEqual({ exhausted: true });
  });
});
