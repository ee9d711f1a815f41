import { describe, expect, it } from '@jest/globals';
import { afterEffect, secondsSince } from './after-effect.js';
import { createLogger } from './logger.js';

describe('what is reported after an effect', () => {
  it('never throws, not even when the logger does', () => {
    const fails = () => {
      throw new Error('a bug');
    };
    expect(() => afterEffect(createLogger('spec'), fails)).not.toThrow();
    expect(() => afterEffect({ error: fails } as never, fails)).not.toThrow();
  });

  it.each([
    ['2026-01-01T00:00:00Z', 1.5],
    ['2026-01-01T00:00:09Z', 0],
    ['2026-12-31T23:59:60Z', 0],
    ['yesterday', 0],
  ])('counts seconds since %s as a number that a histogram takes', (time, seconds) => {
    expect(secondsSince(time, Date.parse('2026-01-01T00:00:01.500Z'))).toBe(seconds);
  });
});
