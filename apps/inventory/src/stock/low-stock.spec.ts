import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLowAfter, recoveredAt } from './low-stock.js';

/** What is published while the stock goes this way: the indexes at which the product became low. */
function fallsOf(low_stock_threshold: number | null, way: number[]): number[] {
  let is_low = false;
  return way.flatMap((left, index) => {
    const before = is_low;
    is_low = isLowAfter({ low_stock_threshold, is_low }, left);
    return is_low && !before ? [index] : [];
  });
}

const ways = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 });

it('is told when the threshold is reached from above, and not again until a tenth more than it was there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), ways, (threshold, way) => {
      const falls = fallsOf(threshold, way);
      falls.forEach((fall, nth) => {
        expect(way[fall]).toBeLessThanOrEqual(threshold);
        const since = nth === 0 ? [] : way.slice((falls[nth - 1] ?? 0) + 1, fall);
        if (nth > 0) expect(Math.max(...since)).toBeGreaterThanOrEqual(recoveredAt(threshold));
      });
    }),
    { numRuns: 5_000 },
  );
});

it('never misses a fall from where it has recovered', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), ways, (threshold, way) => {
      const up = recoveredAt(threshold);
      const falls = fallsOf(threshold, [...way, up, threshold]);
      expect(falls.at(-1)).toBe(way.length + 1);
    }),
  );
});

it('is never told without a threshold', () => {
  fc.assert(fc.property(ways, (way) => expect(fallsOf(null, way)).toEqual([])));
});

it.each([
  [0, 1],
  [1, 2],
  [9, 10],
  [10, 11],
  [20, 22],
  [25, 28],
])('a threshold of %i is left again at %i', (threshold, recovered) => expect(recoveredAt(threshold)).toBe(recovered));

it('a reservation of the last unit that expires and comes again is told once', () => {
  expect(fallsOf(10, [12, 11, 10, 11, 10, 9, 10, 10])).toEqual([2, 4]);
  expect(fallsOf(20, [22, 20, 21, 20, 21, 20, 22, 20])).toEqual([1, 7]);
});
