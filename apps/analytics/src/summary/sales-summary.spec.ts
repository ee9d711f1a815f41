import { describe, expect, it } from '@jest/globals';
import type { ProductFigures } from '../figures/figures.js';
import { summarize } from './sales-summary.js';

const product = (product_id: number, currency: string, units: number, revenue: bigint): ProductFigures => ({
  product_id,
  currency,
  name: 'P',
  named_at: 0,
  sums: { sales: 1, units, refunds: 0, revenue, refunded: 0n },
});

describe('the summary', () => {
  it('never adds amounts of different currencies', () => {
    const usd = product(1, 'USD', 2, 200n);
    const eur = product(1, 'EUR', 3, 90n);
    expect(summarize([eur, usd, product(2, 'USD', 1, 50n)])).toEqual({
      totals: [
        { currency: 'EUR', sales: 1, units: 3, revenue_cents: 90 },
        { currency: 'USD', sales: 2, units: 3, revenue_cents: 250 },
      ],
      products: [
        { product_id: 1, currency: 'EUR', sales: 1, units: 3, revenue_cents: 90 },
        { product_id: 1, currency: 'USD', sales: 1, units: 2, revenue_cents: 200 },
        { product_id: 2, currency: 'USD', sales: 1, units: 1, revenue_cents: 50 },
      ],
    });
  });

  it('loses no cent beyond 2^53', () => {
    const most = BigInt(Number.MAX_SAFE_INTEGER);
    expect(summarize([product(1, 'USD', 1, most), product(2, 'USD', 1, 2n)]).totals[0]).toMatchObject({
      revenue_cents: '9007199254740993',
    });
    expect(summarize([]).totals).toEqual([]);
  });
});
