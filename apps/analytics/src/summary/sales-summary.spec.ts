import { describe, expect, it } from '@jest/globals';
import { summarize } from './sales-summary.js';

const group = (product_id: number, currency: string, quantity: number, total_cents: number, sales: number) => ({
  product_id,
  currency,
  quantity,
  total_cents,
  sales,
});

describe('summarize', () => {
  it('adds by product and in total, each currency for itself', () => {
    const groups = [
      group(2, 'USD', 1, 100, 3),
      group(1, 'USD', 2, 500, 1),
      group(1, 'USD', 1, 250, 2),
      group(1, 'EUR', 1, 90, 1),
    ];
    expect(summarize(groups)).toEqual({
      totals: [
        { currency: 'EUR', sales: 1, units: 1, revenue_cents: 90 },
        { currency: 'USD', sales: 6, units: 7, revenue_cents: 1_300 },
      ],
      products: [
        { product_id: 1, currency: 'EUR', sales: 1, units: 1, revenue_cents: 90 },
        { product_id: 1, currency: 'USD', sales: 3, units: 4, revenue_cents: 1_000 },
        { product_id: 2, currency: 'USD', sales: 3, units: 3, revenue_cents: 300 },
      ],
    });
  });

  it('is empty before the first sale', () => {
    expect(summarize([])).toEqual({ totals: [], products: [] });
  });
});
