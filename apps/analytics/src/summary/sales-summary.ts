import { byCurrency, type ProductFigures } from '../figures/figures.js';
import type { Sums } from '../figures/sums.js';

interface SummedUp {
  currency: string;
  sales: number;
  units: number;
  /** Minor units of `currency`; beyond 2^53 a string of digits. */
  revenue_cents: number | string;
}

/** Body of `GET /summary`. */
export interface SalesSummary {
  totals: SummedUp[];
  products: ({ product_id: number } & SummedUp)[];
}

/** Amounts of different currencies are never added. */
export function summarize(products: readonly ProductFigures[]): SalesSummary {
  return {
    totals: [...byCurrency(products)].map(([currency, sums]) => summedUp(currency, sums)),
    products: products.map(({ product_id, currency, sums }) => ({ product_id, ...summedUp(currency, sums) })),
  };
}

const summedUp = (currency: string, { sales, units, revenue }: Sums): SummedUp => ({
  currency,
  sales,
  units,
  revenue_cents: jsonAmount(revenue),
});

/** JSON readers keep whole numbers up to 2^53 exactly, so a greater amount is a string. */
export const jsonAmount = (amount: bigint): number | string =>
  amount <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(amount) : String(amount);
