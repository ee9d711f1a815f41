import type { Pool } from '@app/postgres';
import { firstUuidOf } from './uuid-v7.js';

/** Ids are made a moment before or after the row's own time: the same clock, read twice, perhaps stepping. */
const SKEW_MS = 60_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Rows of a time range in pages, oldest first, without reading the others: their ids are ordered by time.
 * @param text $1 and $2 the ids between which to look, $3 and $4 the times, $5 the size of a page, $6 the id after which
 * it begins; its rows have that id as `id`
 */
export async function* rowsBetween<Row>(
  pool: Pool,
  text: string,
  from: Date,
  to: Date,
  size: number,
): AsyncGenerator<(Row & { traceparent: string | null })[]> {
  const start = firstUuidOf(from.getTime() - SKEW_MS);
  const end = firstUuidOf(to.getTime() + SKEW_MS);
  let after = FIRST;
  while (true) {
    const { rows } = await pool.query(text, [start, end, from, to, size, after]);
    if (rows.length > 0) yield rows.map(({ id: _, ...row }) => row);
    if (rows.length < size) return;
    after = rows.at(-1).id;
  }
}
