import {
  BAD_CURSOR,
  checkFields,
  decodeCursor,
  encodeCursor,
  type Failure,
  FIELDS,
  type GetSalesRequest,
  invalid,
  optional,
} from '@app/contracts';
import { TimeZone } from '../time-zone.js';

/** Which sales, in which buckets. Times are milliseconds since 1970. */
export interface SalesQuestion {
  ok: true;
  from: number;
  to: number;
  by: 'hour' | 'day';
  zone: TimeZone;
  productId: number | undefined;
  compare: boolean;
  limit: number;
  /** The last item of the page before. */
  after: { start: number; currency: string } | undefined;
}

const DAY_MS = 86_400_000;
const MAX_DAYS = { hour: 93, day: 1_100 } as const;
const DEFAULT_LIMIT = 100;
/** Quarters of an hour are what offsets of time zones have been multiples of since then. */
const FIRST = Date.parse('2000-01-01T00:00:00Z');
const LAST = Date.parse('2100-01-01T00:00:00Z');

const BOUNDS = {
  from: FIELDS.figures_from,
  to: FIELDS.figures_to,
  by: FIELDS.figures_by,
  time_zone: optional(FIELDS.time_zone),
  product_id: optional(FIELDS.product_id),
  cursor: optional(FIELDS.cursor),
  limit: optional(FIELDS.figures_limit),
  compare: optional(FIELDS.figures_compare),
};

/** Reads a request, or says of each bad field what is wrong with it. */
export function salesQuestion(request: GetSalesRequest, now: number): SalesQuestion | Failure {
  const checked = checkFields(request, BOUNDS);
  if (!checked.ok) return checked;
  const by = request.by as 'hour' | 'day';
  const range = rangeOf(request, MAX_DAYS[by], now);
  if (!range.ok) return range;
  const zone = TimeZone.of(request.time_zone ?? 'UTC');
  if (!zone) return bad('time_zone', 'must be the IANA name of a time zone, for example Europe/Berlin');
  const after = placeOf(request, range);
  if (after === null) return invalid([BAD_CURSOR]);
  const { product_id: productId, compare, limit = DEFAULT_LIMIT } = request;
  return { ...range, by, zone, productId, compare: compare === 'previous', limit, after };
}

/** A range that is not reversed, not longer than `maxDays`, and has begun. */
export function rangeOf(
  request: { from: string; to: string },
  maxDays: number,
  now: number,
): { ok: true; from: number; to: number } | Failure {
  const [from, to] = [Date.parse(request.from), Date.parse(request.to)];
  if (from < FIRST) return bad('from', 'must not be before 2000-01-01T00:00:00Z');
  if (from > now) return bad('from', 'must not be in the future');
  if (to > LAST) return bad('to', 'must not be after 2100-01-01T00:00:00Z');
  if (to <= from) return bad('to', 'must be after from');
  if (to - from > maxDays * DAY_MS) return bad('to', `must be at most ${maxDays} days after from`);
  return { ok: true, from, to };
}

const bad = (field: string, detail: string) => invalid([{ pointer: `/${field}`, detail: `${field} ${detail}` }]);

const identity = ({ from, to, by, time_zone, product_id, compare }: GetSalesRequest) => ({
  from,
  to,
  by,
  time_zone,
  product_id,
  compare,
});

export const salesCursor = (request: GetSalesRequest, start: number, currency: string): string =>
  encodeCursor(identity(request), [start, currency]);

/** Null for a cursor that this list did not give. */
function placeOf(request: GetSalesRequest, { from, to }: { from: number; to: number }): SalesQuestion['after'] | null {
  if (request.cursor === undefined) return undefined;
  const [start, currency] = decodeCursor(identity(request), request.cursor, ['integer', 'text']) ?? [];
  if (start === undefined || currency === undefined) return null;
  // The first bucket may begin up to a day before the range.
  return start > from - 2 * DAY_MS && start < to ? { start, currency } : null;
}
