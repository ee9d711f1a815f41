import { segmentOf } from '../figures/periods.js';

/** Between the clock's reading for a batch and the making of its ids. */
const APART_MS = 1_000;

/**
 * The segments in which the documents of these events are: an event_id is a uuid v7, which begins with its time. FerretDB finds a
 * segment by an index, and reads the whole collection for an `_id`.
 */
export function segmentsOf(eventIds: readonly string[]): string[] {
  const times = eventIds.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
  return [...new Set(times.flatMap((time) => [new Date(time), new Date(time - APART_MS)]).map(segmentOf))];
}
