import { byCurrency, decodeFigures, encodeFigures, Figures, type ProductFigures } from './figures.js';
import { levelOf, type PeriodKey, parentOf, quarterOfDay, startOf } from './periods.js';
import { type DaySeries, encodeSeries, seriesOf } from './series.js';
import { eventsIn } from './sums.js';

/**
 * Figures of one period as they are stored. A document is never changed: what is folded anew is another document under the
 * same key, and the one with the greatest count holds. `count` is the number of events below, which only grows.
 */
export interface FigureDocument {
  /** `<key>/<count>`. */
  _id: string;
  key: string;
  /** What equality finds the parts of a whole by. */
  parent: string;
  count: number;
  /** `encodeFigures` or, below `totals/` and `products/`, `encodeSeries`. */
  figures: string;
  folded_at: Date;
}

const ROOT = 'root';
/** The by-product series of a day are spread over this number of documents, so that one product's can be read without all others. */
export const SERIES_SHARDS = 16;

export const totalsParent = (month: string): string => `totals/${month}`;
export const productsParent = (month: string, productId: number): string =>
  `products/${month}/${productId % SERIES_SHARDS}`;
/** Where the figures of a period are found together with its siblings. */
export const parentKey = (key: PeriodKey): string => parentOf(key) ?? ROOT;

const document = (key: string, parent: string, count: number, figures: string, now: Date): FigureDocument => ({
  _id: `${key}/${count}`,
  key,
  parent,
  count,
  figures,
  folded_at: now,
});

/** The document of a segment. */
export function segmentDocument(
  key: PeriodKey,
  { count, figures }: { count: number; figures: ProductFigures[] },
  now: Date,
): FigureDocument {
  return document(key, parentKey(key), count, encodeFigures(figures), now);
}

/** Of each key the document that holds: the one that was folded from most events. `losers` can be deleted at any time. */
export function winnersOf(documents: readonly FigureDocument[]): { winners: FigureDocument[]; losers: string[] } {
  const best = new Map<string, FigureDocument>();
  for (const one of documents) if (one.count > (best.get(one.key)?.count ?? -1)) best.set(one.key, one);
  const winners = [...best.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { winners, losers: documents.filter((one) => best.get(one.key) !== one).map(({ _id }) => _id) };
}

/** The documents of a period out of those of its parts. */
export function foldPeriod(key: PeriodKey, parts: readonly FigureDocument[], now: Date): FigureDocument[] {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const read = parts.map((part) => ({ key: part.key as PeriodKey, figures: decodeFigures(part.figures) }));
  const products = new Figures().addAll(read.flatMap(({ figures }) => figures)).list();
  const whole = document(
    key,
    parentKey(key),
    count,
    encodeFigures(levelOf(key) === 'all' ? totals(products) : products),
    now,
  );
  return levelOf(key) === 'day' ? [whole, ...dayDocuments(key, count, read, now)] : [whole];
}

/** All time keeps sums by currency only: it has as many products as were ever sold. */
const totals = (products: ProductFigures[]): ProductFigures[] =>
  [...byCurrency(products)].map(([currency, sums]) => ({ product_id: 0, currency, name: '', named_at: 0, sums }));

/** Where documents of a period may lie. */
export function placesOf(key: PeriodKey): { key: string; parent: string }[] {
  const whole = { key, parent: parentKey(key) };
  if (levelOf(key) !== 'day') return [whole];
  const day = key.replace('day/', '');
  const month = day.slice(0, -3);
  const shards = Array.from({ length: SERIES_SHARDS }, (_, shard) => ({
    key: `products/${day}/${shard}`,
    parent: productsParent(month, shard),
  }));
  return [whole, { key: `totals/${day}`, parent: totalsParent(month) }, ...shards];
}

/** What a day is asked for beside its sums: its course by quarters of an hour, in all and by product. */
function dayDocuments(
  key: PeriodKey,
  count: number,
  parts: { key: PeriodKey; figures: ProductFigures[] }[],
  now: Date,
): FigureDocument[] {
  const day = key.replace('day/', '');
  const month = day.slice(0, -3);
  const quarters = parts.map((part) => ({ quarter: quarterOfDay(startOf(part.key)), figures: part.figures }));
  const all = document(
    `totals/${day}`,
    totalsParent(month),
    count,
    encodeSeries(seriesOf(quarters, { byProduct: false })),
    now,
  );
  return [
    all,
    ...byShard(seriesOf(quarters, { byProduct: true })).map(([shard, series]) => shardDocument(shard, series)),
  ];

  function shardDocument(shard: number, series: DaySeries[]): FigureDocument {
    const events = series.flatMap((one) => [...one.quarters.values()].map(eventsIn)).reduce((sum, n) => sum + n, 0);
    return document(`products/${day}/${shard}`, productsParent(month, shard), events, encodeSeries(series), now);
  }
}

function byShard(series: DaySeries[]): [number, DaySeries[]][] {
  const shards = new Map<number, DaySeries[]>();
  for (const one of series) {
    const shard = (one.product_id ?? 0) % SERIES_SHARDS;
    shards.set(shard, [...(shards.get(shard) ?? []), one]);
  }
  return [...shards];
}
