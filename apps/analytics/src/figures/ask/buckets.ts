import type { SalesQuestion } from './sales-question.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const LENGTH_MS = { hour: HOUR_MS, day: DAY_MS };

/** One hour or day of the time zone, in milliseconds since 1970; `end` is the beginning of the next. */
export interface Bucket {
  start: number;
  end: number;
}

/** One place of a page. */
export interface Cell {
  bucket: Bucket;
  currency: string;
}

/** A page: every bucket that overlaps the range, once for each currency, from where the page before ended. */
export function pageOf(
  { from, to, by, zone, limit, after }: SalesQuestion,
  currencies: readonly string[],
): { cells: Cell[]; more: boolean } {
  const cells: Cell[] = [];
  let start = zone.startOf(by, after ? after.start : from);
  while (start < to && cells.length <= limit && currencies.length > 0) {
    const bucket = { start, end: zone.next(by, start) };
    const rest = after?.start === start ? currencies.filter((currency) => currency > after.currency) : currencies;
    cells.push(...rest.map((currency) => ({ bucket, currency })));
    start = bucket.end;
  }
  return { cells: cells.slice(0, limit), more: cells.length > limit || (start < to && cells.length > 0) };
}

/** The bucket at the same place in the period before, which has as many buckets. */
export function bucketBefore({ from, to, by, zone }: SalesQuestion, { start }: Bucket): Bucket {
  const local = (at: number) => at + zone.offsetAt(at);
  const first = Math.floor(local(zone.startOf(by, from)) / LENGTH_MS[by]);
  const last = Math.floor(local(to - 1) / LENGTH_MS[by]);
  const shift = (last - first + 1) * LENGTH_MS[by];
  // The middle of the day: a change of the clocks in between must not lead into another one.
  const before = zone.startOf(by, start - shift + (by === 'day' ? DAY_MS / 2 : 0));
  return { start: before, end: zone.next(by, before) };
}
