import { productsPlace, ROOT, totalsPlace } from '../figure-documents.js';
import type { KnownFigures } from '../known-figures.js';
import { type PeriodKey, periodOf, QUARTER_MS } from '../periods.js';
import { type DaySeries, readSeries, type StoredSeries } from '../series.js';
import { addTo, NOTHING, type Sums } from '../sums.js';
import { type Bucket, bucketBefore, type Cell, pageOf } from './buckets.js';
import type { SalesQuestion } from './sales-question.js';

/** What was sold in one bucket, in one currency. */
export interface SalesItem extends Cell {
  sums: Sums;
  previous?: { bucket: Bucket; sums: Sums };
}

/** Reads the page that a question asks for. Its cost depends on the page, not on how much was ever sold. */
export async function readSales(
  known: KnownFigures,
  question: SalesQuestion,
): Promise<{ items: SalesItem[]; more: boolean }> {
  const { cells, more } = pageOf(question, await currenciesOf(known));
  const sums = await sumsOf(
    known,
    question,
    cells.map(({ bucket }) => bucket),
  );
  if (!question.compare)
    return { items: cells.map((cell) => ({ ...cell, sums: sums(cell.bucket, cell.currency) })), more };
  const before = new Map(cells.map(({ bucket }) => [bucket, bucketBefore(question, bucket)]));
  const previous = await sumsOf(known, question, [...before.values()]);
  const items = cells.map((cell) => {
    const bucket = before.get(cell.bucket) as Bucket;
    return {
      ...cell,
      sums: sums(cell.bucket, cell.currency),
      previous: { bucket, sums: previous(bucket, cell.currency) },
    };
  });
  return { items, more };
}

/** All currencies that anything was ever sold in, so that empty buckets have their zeros in each of them. */
async function currenciesOf(known: KnownFigures): Promise<string[]> {
  const [all] = await known.parts(ROOT);
  return all ? all.rows.map(([, currency]) => currency) : [];
}

async function sumsOf(
  known: KnownFigures,
  { productId }: SalesQuestion,
  buckets: readonly Bucket[],
): Promise<(bucket: Bucket, currency: string) => Sums> {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return () => NOTHING;
  const currencies = new Map<string, Map<number, Sums>>();
  for (const { day, series } of await seriesBetween(known, productId, first.start, last.end)) {
    for (const { currency, quarters } of series) {
      const course = currencies.get(currency) ?? new Map<number, Sums>();
      currencies.set(currency, course);
      for (const [quarter, sums] of quarters) course.set(day + quarter * QUARTER_MS, sums);
    }
  }
  return ({ start, end }, currency) => sumOf(currencies.get(currency), start, end);
}

function sumOf(course: Map<number, Sums> | undefined, start: number, end: number): Sums {
  if (!course) return NOTHING;
  const sum = { ...NOTHING };
  for (let at = start; at < end; at += QUARTER_MS) {
    const sums = course.get(at);
    if (sums) addTo(sum, sums);
  }
  return sum;
}

/** The days between two moments, each with its course. */
async function seriesBetween(
  known: KnownFigures,
  productId: number | undefined,
  from: number,
  to: number,
): Promise<{ day: number; series: DaySeries[] }[]> {
  const [firstDay, lastDay] = [dayName(from), dayName(to - 1)];
  const months = await Promise.all(monthsBetween(from, to).map((month) => seriesOfMonth(month)));
  return months.flat();

  async function seriesOfMonth(month: PeriodKey): Promise<{ day: number; series: DaySeries[] }[]> {
    const days = (await known.versions(month))
      .map((version) => ({ version, day: version.key.replace('day/', '') }))
      .filter(({ day }) => day >= firstDay && day <= lastDay)
      .map(({ version, day }) => ({
        version,
        place: productId === undefined ? totalsPlace(day) : productsPlace(day, productId),
      }));
    const parts = await known.read<StoredSeries>(days);
    return parts.map(({ key, rows }) => ({
      day: Date.parse(key.split('/')[1] ?? ''),
      series: rows.filter(([product]) => product === (productId ?? 0)).map(readSeries),
    }));
  }
}

const dayName = (at: number) => periodOf('day', at).replace('day/', '');

function monthsBetween(from: number, to: number): PeriodKey[] {
  const months: PeriodKey[] = [];
  const month = new Date(from);
  month.setUTCDate(1);
  month.setUTCHours(0, 0, 0, 0);
  for (; month.getTime() < to; month.setUTCMonth(month.getUTCMonth() + 1)) {
    months.push(periodOf('month', month.getTime()));
  }
  return months;
}
