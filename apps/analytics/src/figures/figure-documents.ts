import { encodeFigures, type ProductFigures, type StoredProduct, sumStored, totalsOf } from './figures.js';
import { levelOf, type PeriodKey, parentOf, quarterOfDay, startOf } from './periods.js';
import { courseByProduct, courseOf } from './series.js';

/** What was folded from how many events. Of several of one period the one with the greatest count holds. */
export interface FigureVersion {
  /** `<key>/<count>`. */
  _id: string;
  key: string;
  /** What equality finds the parts of a whole by. */
  parent: string;
  /** The number of events below, which only grows. */
  count: number;
  folded_at: Date;
}

/**
 * Figures of one period as they are stored. A document is never changed: what is folded anew is another document under the
 * same key. It is complete when its version is written, which is small: who knows the version need not read the document.
 */
export interface FigureDocument extends FigureVersion {
  /** The JSON of `StoredProduct[]` or, below `totals/` and `products/`, of `StoredSeries[]`. */
  figures: string;
}

/** The documents of one fold: the whole first, whose version stands for all of them. */
export type Fold = [FigureDocument, ...FigureDocument[]];

/** What was read of a part of a whole. */
export interface Part<Row = StoredProduct> {
  key: string;
  count: number;
  rows: readonly Row[];
}

export const ROOT = 'root';
/** The by-product series of a day are spread over this number of documents, so that one product's can be read without all others. */
export const SERIES_SHARDS = 16;

/** Where figures of a period lie. */
export interface Place {
  key: string;
  parent: string;
}

/** The course of a day, in all. `day` is `2024-07-12`. */
export const totalsPlace = (day: string): Place => ({ key: `totals/${day}`, parent: `totals/${monthOf(day)}` });

/** The course of a day by product, for those products that share a document. */
export const productsPlace = (day: string, productId: number): Place => {
  const shard = productId % SERIES_SHARDS;
  return { key: `products/${day}/${shard}`, parent: `products/${monthOf(day)}/${shard}` };
};

const monthOf = (day: string) => day.slice(0, -3);

/** Where the figures of a period are found together with its siblings. */
export const placeOf = (key: PeriodKey): Place => ({ key, parent: parentOf(key) ?? ROOT });

/** Where documents of a period may lie: the whole first. */
export function placesOf(key: PeriodKey): Place[] {
  if (levelOf(key) !== 'day') return [placeOf(key)];
  const day = key.replace('day/', '');
  const shards = Array.from({ length: SERIES_SHARDS }, (_, shard) => productsPlace(day, shard));
  return [placeOf(key), totalsPlace(day), ...shards];
}

function documentAt({ key, parent }: Place, count: number, figures: string, folded_at: Date): FigureDocument {
  return { _id: `${key}/${count}`, key, parent, count, figures, folded_at };
}

export const versionOf = ({ figures: _, ...version }: FigureDocument): FigureVersion => version;

/** The fold of a segment. */
export const segmentFold = (
  key: PeriodKey,
  { count, figures }: { count: number; figures: ProductFigures[] },
  now: Date,
): Fold => [documentAt(placeOf(key), count, encodeFigures(figures), now)];

/** Of each key the document, or version, that holds: the one that was folded from most events. */
export function winnersOf<T extends { key: string; count: number }>(all: readonly T[]): { winners: T[]; losers: T[] } {
  const best = new Map<string, T>();
  for (const one of all) if (one.count > (best.get(one.key)?.count ?? -1)) best.set(one.key, one);
  const winners = [...best.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { winners, losers: all.filter((one) => best.get(one.key) !== one) };
}

/** The fold of a period out of its parts. */
export function foldPeriod(key: PeriodKey, parts: readonly Part[], now: Date): Fold {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const rows = parts.map((part) => part.rows);
  // All time keeps sums by currency only: it has as many products as were ever sold.
  const figures = levelOf(key) === 'all' ? totalsOf(rows) : sumStored(rows);
  const whole = documentAt(placeOf(key), count, encodeFigures(figures), now);
  return levelOf(key) === 'day' ? [whole, ...courses(key, count, parts, now)] : [whole];
}

/** What a day is asked for beside its sums: its course by quarters of an hour, in all and by product. */
function courses(key: PeriodKey, count: number, parts: readonly Part[], now: Date): FigureDocument[] {
  const day = key.replace('day/', '');
  const quarters = parts.map((part) => ({
    quarter: quarterOfDay(startOf(part.key as PeriodKey)),
    products: part.rows,
  }));
  const shards = Map.groupBy(courseByProduct(quarters), ([product]) => product % SERIES_SHARDS);
  return [
    documentAt(totalsPlace(day), count, JSON.stringify(courseOf(quarters)), now),
    ...[...shards].map(([shard, series]) => documentAt(productsPlace(day, shard), count, JSON.stringify(series), now)),
  ];
}
