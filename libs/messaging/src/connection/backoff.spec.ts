import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, RECONNECT } from './backoff.js';

describe('the back-off', () => {
  it('doubles from 0.1 s to 5 s', () => {
    const delays = [0, 1, 2, 3, 10].map((attempt) => backoffMs(RECONNECT, attempt, () => 0.5));
    expect(delays).toEqual([100, 200, 400, 800, 5_000]);
  });

  it('spreads by 30 % and never exceeds its maximum, whatever the attempt', () => {
    const random = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(10_000), random, (attempt, value) => {
        const delay = backoffMs(RECONNECT, attempt, () => value);
        expect(delay).toBeGreaterThanOrEqual(70);
        expect(delay).toBeLessThanOrEqual(RECONNECT.maxMs);
      }),
    );
  });
});
