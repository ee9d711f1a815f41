import { expect, it } from '@jest/globals';
import { Standstill } from './standstill.js';

it('is noticed for what came before it ended or shortly after, and for nothing else', () => {
  let now = 0;
  const standstill = new Standstill(() => now);
  const before = now;
  now = 800;
  expect(standstill.since(before)).toBe(false);
  now = 2_000;
  expect([before, now, now + 99, now + 100].map((moment) => standstill.since(moment))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  now = 2_850;
  expect(standstill.since(2_300)).toBe(false);
});
