import { checkFields, type Failure, FIELDS, type GetProductsRequest, optional } from '@app/contracts';
import { type ProductFigures, sumStored } from '../figures.js';
import type { KnownFigures } from '../known-figures.js';
import { type PeriodKey, parentOf, periodOf, QUARTER_MS } from '../periods.js';
import { rangeOf } from './sales-question.js';

/** Which products, in which order. Times are milliseconds since 1970. */
export interface ProductsQuestion {
  ok: true;
  from: number;
  to: number;
  sort: 'units' | 'revenue';
  limit: number;
}

const MAX_DAYS = 1_100;
const DEFAULT_LIMIT = 10;

const BOUNDS = {
  from: FIELDS.figures_from,
  to: FIELDS.figures_to,
  sort: FIELDS.figures_sort,
  limit: optional(FIELDS.figures_limit),
};

export function productsQuestion(request: GetProductsRequest, now: number): ProductsQuestion | Failure {
  const checked = checkFields(request, BOUNDS);
  if (!checked.ok) return checked;
  const range = rangeOf(request, MAX_DAYS, now);
  if (!range.ok) return range;
  return { ...range, sort: request.sort as 'units' | 'revenue', limit: request.limit ?? DEFAULT_LIMIT };
}

/** The best products, ties by id. */
export async function readProducts(
  known: KnownFigures,
  { from, to, sort, limit }: ProductsQuestion,
): Promise<ProductFigures[]> {
  const wanted = periodsBetween(Math.floor(from / QUARTER_MS) * QUARTER_MS, Math.ceil(to / QUARTER_MS) * QUARTER_MS);
  const parents = [...new Set(wanted.map((key) => parentOf(key) as PeriodKey))];
  const keys = new Set<string>(wanted);
  const parts = await Promise.all(parents.map((parent) => known.parts(parent, (key) => keys.has(key))));
  return sumStored(parts.flat().map(({ rows }) => rows))
    .filter(({ sums }) => sums.sales > 0)
    .sort((a, b) => compare(b, a, sort) || a.product_id - b.product_id)
    .slice(0, limit);
}

function compare(a: ProductFigures, b: ProductFigures, sort: 'units' | 'revenue'): number {
  if (sort === 'units') return a.sums.units - b.sums.units;
  return a.sums.revenue < b.sums.revenue ? -1 : Number(a.sums.revenue > b.sums.revenue);
}

/** The fewest periods that make up a range: whole months, then whole days, then quarters of an hour. */
export function periodsBetween(from: number, to: number): PeriodKey[] {
  const periods: PeriodKey[] = [];
  for (let at = from; at < to; ) {
    const level = (['month', 'day', 'quarter'] as const).find((one) => startsAt(one, at) && endOf(one, at) <= to);
    if (!level) break;
    periods.push(periodOf(level, at));
    at = endOf(level, at);
  }
  return periods;
}

type Step = 'month' | 'day' | 'quarter';

function startsAt(level: Step, at: number): boolean {
  const moment = new Date(at);
  if (level === 'quarter') return true;
  const midnight = moment.getUTCHours() === 0 && moment.getUTCMinutes() === 0;
  return midnight && (level === 'day' || moment.getUTCDate() === 1);
}

function endOf(level: Step, at: number): number {
  if (level === 'quarter') return at + QUARTER_MS;
  if (level === 'day') return at + 86_400_000;
  const month = new Date(at);
  return month.setUTCMonth(month.getUTCMonth() + 1);
}
