import { productsParent, totalsParent } from '../figure-documents.js';
import { decodeFigures } from '../figures.js';
import { periodOf, QUARTER_MS } from '../periods.js';
import { type FigureSource, holding } from '../read-figures.js';
import { type DaySeries, decodeSeries } from '../series.js';
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
  source: FigureSource,
  question: SalesQuestion,
): Promise<{ items: SalesItem[]; more: boolean }> {
  const { cells, more } = pageOf(question, await currenciesOf(source));
  const sums = await sumsOf(
    source,
    question,
    cells.map(({ bucket }) => bucket),
  );
  if (!question.compare)
    return { items: cells.map((cell) => ({ ...cell, sums: sums(cell.bucket, cell.currency) })), more };
  const before = new Map(cells.map(({ bucket }) => [bucket, bucketBefore(question, bucket)]));
  const previous = await sumsOf(source, question, [...before.values()]);
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
async function currenciesOf(source: FigureSource): Promise<string[]> {
  const [all] = await holding(source, 'root');
  return all ? decodeFigures(all.figures).map(({ currency }) => currency) : [];
}

async function sumsOf(
  source: FigureSource,
  { productId }: SalesQuestion,
  buckets: readonly Bucket[],
): Promise<(bucket: Bucket, currency: string) => Sums> {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return () => NOTHING;
  const currencies = new Map<string, Map<number, Sums>>();
  for (const { day, series } of await seriesBetween(source, productId, first.start, last.end)) {
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
  source: FigureSource,
  productId: number | undefined,
  from: number,
  to: number,
): Promise<{ day: number; series: DaySeries[] }[]> {
  const parents = monthsBetween(from, to).map((month) =>
    productId === undefined ? totalsParent(month) : productsParent(month, productId),
  );
  const documents = (await Promise.all(parents.map((parent) => holding(source, parent)))).flat();
  const [firstDay, lastDay] = [dayName(from), dayName(to - 1)];
  return documents
    .map(({ key, figures }) => ({ name: key.split('/')[1] ?? '', figures }))
    .filter(({ name }) => name >= firstDay && name <= lastDay)
    .map(({ name, figures }) => ({
      day: Date.parse(name),
      series: decodeSeries(figures).filter(({ product_id }) => product_id === productId),
    }));
}

const dayName = (at: number) => periodOf('day', at).replace('day/', '');

function monthsBetween(from: number, to: number): string[] {
  const months: string[] = [];
  const month = new Date(from);
  month.setUTCDate(1);
  month.setUTCHours(0, 0, 0, 0);
  for (; month.getTime() < to; month.setUTCMonth(month.getUTCMonth() + 1)) {
    months.push(periodOf('month', month.getTime()).replace('month/', ''));
  }
  return months;
}
