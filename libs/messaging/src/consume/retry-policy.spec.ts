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

  it.each([4, 5, 99])('does not exist after %p failures', (failed) => {
    expect(nextAttempt({ 'x-attempt': failed })).toEqual({ exhausted: true });
  });
});
