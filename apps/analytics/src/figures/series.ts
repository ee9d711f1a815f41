import { byText, type StoredProduct, totalsOf } from './figures.js';
import { readSums, type StoredSums, type Sums, storedSums } from './sums.js';

/** Sums of one UTC day by quarter of an hour (0 to 95), of one currency and, where it says so, of one product. */
export interface DaySeries {
  product_id?: number;
  currency: string;
  quarters: Map<number, Sums>;
}

/** As it is stored: the product (0 for all of them), the currency, and of each quarter its number and sums. */
export type StoredSeries = [number, string, [number, ...StoredSums][]];

/** The figures of one quarter of a day, by product and currency. */
export interface QuarterFigures {
  quarter: number;
  products: readonly StoredProduct[];
}

/** The course of a day by currency. */
export const courseOf = (quarters: readonly QuarterFigures[]): StoredSeries[] =>
  courseByProduct(
    quarters.map(({ quarter, products }) => ({
      quarter,
      products: totalsOf([products]).map(
        ({ currency, sums }): StoredProduct => [0, currency, '', 0, ...storedSums(sums)],
      ),
    })),
  );

/** The course of a day by product and currency: what is stored of a quarter is only put elsewhere. */
export function courseByProduct(quarters: readonly QuarterFigures[]): StoredSeries[] {
  const currencies = new Map<string, Map<number, StoredSeries>>();
  for (const { quarter, products } of quarters) {
    for (const [product_id, currency, , , ...sums] of products) {
      const courses = currencies.get(currency) ?? new Map<number, StoredSeries>();
      if (courses.size === 0) currencies.set(currency, courses);
      const [, , course] = courses.get(product_id) ?? [];
      if (course) course.push([quarter, ...sums]);
      else courses.set(product_id, [product_id, currency, [[quarter, ...sums]]]);
    }
  }
  for (const courses of currencies.values())
    for (const [, , course] of courses.values()) course.sort(([a], [b]) => a - b);
  return [...currencies.values()]
    .flatMap((courses) => [...courses.values()])
    .sort(([a, currency], [b, other]) => a - b || byText(currency, other));
}

export const readSeries = ([product_id, currency, quarters]: StoredSeries): DaySeries => ({
  ...(product_id > 0 && { product_id }),
  currency,
  quarters: new Map(quarters.map(([quarter, ...sums]) => [quarter, readSums(sums)])),
});
