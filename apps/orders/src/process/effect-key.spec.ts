import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectKey } from './effect-key.js';

const id = fc.string({ unit: fc.constantFrom('/', '"', '\\', '#', 'a', ','), minLength: 1, maxLength: 6 });
const call = fc.tuple(id, fc.constantFrom('authorise', 'capture', 'refund', 'a/refund'), fc.oneof(id, fc.nat(3)));

it('two different effects never share a key, whatever their ids are made of', () => {
  fc.assert(
    fc.property(call, call, (a, b) => {
      expect(effectKey(...a) === effectKey(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 5_000 },
  );
  expect(effectKey('x', 'refund', 'a/refund/b')).not.toBe(effectKey('x/refund/a', 'refund', 'b'));
});

it('fits a header and an inventory id, and never changes: keys of yesterday are still out there', () => {
  expect(effectKey('ORD-2024-001', 'authorise', 1)).toBe(
    '0f815f5935fecc359151bf2d68be08c99b9877ff4a7a2e47b65b0707cb460217',
  );
});
