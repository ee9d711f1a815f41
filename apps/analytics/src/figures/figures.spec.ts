import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeFigures, Figures, type ProductFigures, type StoredProduct, sumStored } from './figures.js';

const amount = fc.oneof(fc.bigInt(0n, 1_000n), fc.bigInt(0n, 2n ** 53n), fc.bigInt(0n, 2n ** 60n));
const product: fc.Arbitrary<ProductFigures> = fc.record({
  product_id: fc.integer({ min: 1, max: 3 }),
  currency: fc.constantFrom('USD', 'EUR'),
  name: fc.constantFrom('', 'Mug', 'Large Mug'),
  named_at: fc.integer({ min: 0, max: 2 }),
  sums: fc.record({ sales: fc.nat(), units: fc.nat(), refunds: fc.nat(), revenue: amount, refunded: amount }),
});

it('stored figures are summed to what they are together, beyond 2^53 too, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(product, { maxLength: 4 }), { maxLength: 6 }), (parts) => {
      const stored = parts.map((part) => JSON.parse(encodeFigures(part)) as StoredProduct[]);
      const expected = new Figures().addAll(parts.flat()).list();
      expect(sumStored(stored)).toEqual(expected);
      expect(sumStored(stored.toReversed())).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
