import { type FigureVersion, winnersOf } from '../figures/figure-documents.js';
import type { FigureSource } from '../figures/known-figures.js';

const DAY_MS = 86_400_000;

/** What dropping reads and writes. */
export interface RetentionStore extends Pick<FigureSource, 'versionsBelow'> {
  /** UTC days whose raw documents are gone, or are going. */
  droppedDays(): Promise<{ begun: Set<string>; done: Set<string> }>;
  /** Durable when it resolves. */
  begin(day: string): Promise<void>;
  finish(day: string): Promise<void>;
  /** Deletes the raw documents of a segment. @returns how many there were */
  dropSegment(segment: string): Promise<number>;
}

/**
 * Drops the raw documents of whole UTC days that ended `days` days ago or earlier. Figures are folded from notes, which
 * stay, so nothing else changes. A day is written down before its first document goes, so that a rebuild knows that raw
 * documents are no longer all there is; an interrupted run is continued by the next one.
 * @returns how many documents were dropped
 */
export async function dropOldDocuments(
  store: RetentionStore,
  days: number,
  now: number,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(now - days * DAY_MS).toISOString().slice(0, 10);
  const { begun, done } = await store.droppedDays();
  let dropped = 0;
  for (const day of await daysWithFigures(store)) {
    if (day >= before || done.has(day)) continue;
    if (!begun.has(day)) await store.begin(day);
    for (const segment of await segmentsOf(store, day)) {
      if (signal?.aborted) return dropped;
      dropped += await store.dropSegment(segment);
    }
    await store.finish(day);
  }
  return dropped;
}

async function daysWithFigures(store: RetentionStore): Promise<string[]> {
  const months = await holding(store, 'all/time');
  const days = await Promise.all(months.map(({ key }) => holding(store, key)));
  return days.flat().map(({ key }) => key.replace('day/', ''));
}

/** By the tree of figures, from day to quarter to segment: no look at all documents, which a stand-in would need for "older than". */
async function segmentsOf(store: RetentionStore, day: string): Promise<string[]> {
  const quarters = await holding(store, `day/${day}`);
  const segments = await Promise.all(quarters.map(({ key }) => holding(store, key)));
  return segments.flat().map(({ key }) => key.replace('segment/', ''));
}

const holding = async (store: RetentionStore, parent: string): Promise<FigureVersion[]> =>
  winnersOf(await store.versionsBelow(parent)).winners;
