import { byText, type ProductFigures } from './figures.js';
import { NOTHING, plus, readSums, type StoredSums, type Sums, storedSums } from './sums.js';

/** Sums of one UTC day by quarter of an hour (0 to 95), of one currency and, where it says so, of one product. */
export interface DaySeries {
  product_id?: number;
  currency: string;
  quarters: Map<number, Sums>;
}

/** The series of a day out of the figures of its quarters; `keyOf` says which of them belong together. */
export function seriesOf(
  quarters: Iterable<{ quarter: number; figures: readonly ProductFigures[] }>,
  { byProduct }: { byProduct: boolean },
): DaySeries[] {
  const found = new Map<string, DaySeries>();
  for (const { quarter, figures } of quarters) {
    for (const { product_id, currency, sums } of figures) {
      const key = byProduct ? `${product_id} ${currency}` : currency;
      const series = found.get(key) ?? {
        ...(byProduct && { product_id }),
        currency,
        quarters: new Map<number, Sums>(),
      };
      found.set(key, series);
      series.quarters.set(quarter, plus(series.quarters.get(quarter) ?? NOTHING, sums));
    }
  }
  return [...found.values()].sort(
    (a, b) => (a.product_id ?? 0) - (b.product_id ?? 0) || byText(a.currency, b.currency),
  );
}

type StoredSeries = [number, string, [number, ...StoredSums][]];

export const encodeSeries = (series: readonly DaySeries[]): string =>
  JSON.stringify(
    series.map(
      ({ product_id = 0, currency, quarters }): StoredSeries => [
        product_id,
        currency,
        [...quarters].sort(([a], [b]) => a - b).map(([quarter, sums]) => [quarter, ...storedSums(sums)]),
      ],
    ),
  );

export const decodeSeries = (text: string): DaySeries[] =>
  (JSON.parse(text) as StoredSeries[]).map(([product_id, currency, quarters]) => ({
    ...(product_id > 0 && { product_id }),
    currency,
    quarters: new Map(quarters.map(([quarter, ...sums]) => [quarter, readSums(sums)])),
  }));
