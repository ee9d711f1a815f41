import {
  type FigureDocument,
  type FigureVersion,
  type Fold,
  foldPeriod,
  type Part,
  placeOf,
  placesOf,
  segmentFold,
  winnersOf,
} from './figure-documents.js';
import type { StoredProduct } from './figures.js';
import { type PeriodKey, parentOf } from './periods.js';
import type { FigureStore } from './projector.js';
import { foldEvents, type RecordedEvent } from './recorded-events.js';

/** What a rebuild reads and writes beyond a projector. */
export interface RebuildStore extends Omit<FigureStore, 'removeOlder'> {
  /** Deletes versions under a parent. */
  removeVersions(parent: string, ids: string[]): Promise<void>;
  /** Deletes documents under a parent. */
  remove(parent: string, ids: string[]): Promise<void>;
  /** The events of a segment out of its raw documents. */
  rawEventsOf(segment: string): Promise<RecordedEvent[]>;
  /** Whether raw documents of the segment are dropped because of their age: then its notes are what is left of them. */
  isDropped(segment: string): Promise<boolean>;
  /** Adds events to the notes of a segment. */
  addNotes(events: RecordedEvent[]): Promise<unknown>;
  /** Drops all notes of a segment. */
  dropNotes(segment: string): Promise<void>;
}

/** What came of a rebuild; `repaired` counts documents that were missing or different. */
export interface Rebuilt {
  segments: number;
  repaired: number;
}

/** Maximum number of attempts: a concurrent fold may have read more, then it is read again. */
const ATTEMPTS = 3;

/**
 * Recomputes figures from the raw documents (where those were dropped, from their notes), while sales go on. What is right stays as it is, so it may be interrupted and
 * repeated at any point.
 */
export async function rebuild(
  store: RebuildStore,
  segments: readonly string[],
  progress: (done: number) => void = () => {},
): Promise<Rebuilt> {
  const now = new Date();
  let repaired = 0;
  for (const [done, segment] of segments.entries()) {
    repaired += await repair(store, `segment/${segment}`, () => segmentFromRaw(store, segment, now));
    progress(done + 1);
  }
  let keys = new Set(segments.map((segment): PeriodKey => `segment/${segment}`));
  for (;;) {
    keys = new Set([...keys].map(parentOf).filter((key) => key !== undefined));
    if (keys.size === 0) return { segments: segments.length, repaired };
    for (const key of keys) repaired += await repair(store, key, () => periodFromParts(store, key, now));
  }
}

async function segmentFromRaw(store: RebuildStore, segment: string, now: Date): Promise<Fold | []> {
  // Documents are stored before they are noted: what is noted is among those that are read afterwards.
  const notes = await store.eventsOf(segment);
  const raw = await store.rawEventsOf(segment);
  const noted = new Set(notes.map(({ id }) => id));
  const known = new Set(raw.map(({ id }) => id));
  const foreign = notes.some(({ id }) => !known.has(id));
  // Asked after the documents are read: a day is written down before the first of its documents goes.
  const isDropped = foreign && (await store.isDropped(segment));
  if (foreign && !isDropped) await store.dropNotes(segment);
  const missing = foreign && !isDropped ? raw : raw.filter(({ id }) => !noted.has(id));
  if (missing.length > 0) await store.addNotes(missing);
  const events = isDropped ? [...notes, ...raw] : raw;
  return events.length === 0 ? [] : segmentFold(`segment/${segment}`, foldEvents(events), now);
}

async function periodFromParts(store: RebuildStore, key: PeriodKey, now: Date): Promise<Fold | []> {
  const { winners } = winnersOf(await store.below(key));
  return winners.length === 0 ? [] : foldPeriod(key, winners.map(partOf), now);
}

const partOf = ({ key, count, figures }: FigureDocument): Part => ({
  key,
  count,
  rows: JSON.parse(figures) as StoredProduct[],
});

/** @returns how many documents were missing or different, or had no version */
async function repair(store: RebuildStore, key: PeriodKey, compute: () => Promise<Fold | []>): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const fold = await compute();
    const wrong = await differing(store, key, fold);
    const versions = await versionsOf(store, key);
    const named = winnersOf(versions).winners[0]?.count ?? 0;
    const count = fold[0]?.count ?? 0;
    if (wrong.length === 0 && named === count) return 0;
    if (attempt < ATTEMPTS && (named > count || wrong.some(({ ahead }) => ahead))) continue;
    // The version goes first and comes last: who knows the old one must not take the new documents for its own.
    // Only what was seen goes: a fold may have written a newer one meanwhile, with its documents.
    if (versions.length > 0) await store.removeVersions(placeOf(key).parent, idsOf(versions));
    for (const { parent, stored } of wrong) if (stored.length > 0) await store.remove(parent, stored);
    if (fold.length > 0) await store.insert(fold as Fold);
    return Math.max(1, wrong.length);
  }
}

async function versionsOf(store: RebuildStore, key: PeriodKey): Promise<FigureVersion[]> {
  return (await store.versionsBelow(placeOf(key).parent)).filter((one) => one.key === key);
}

const idsOf = (stored: readonly { _id: string }[]) => stored.map(({ _id }) => _id);

interface Wrong {
  parent: string;
  /** What lies under the key now. */
  stored: string[];
  /** What lies there was folded from more events. */
  ahead: boolean;
}

/** Where nothing may lie: what a period would have if it had events, or products that it has not. */
function emptyPlaces(
  key: PeriodKey,
  documents: readonly FigureDocument[],
): Omit<FigureDocument, '_id' | 'folded_at'>[] {
  const given = new Set(documents.map((one) => one.key));
  return placesOf(key)
    .filter((place) => !given.has(place.key))
    .map((place) => ({ ...place, count: 0, figures: '' }));
}

async function differing(store: RebuildStore, key: PeriodKey, documents: readonly FigureDocument[]): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  for (const place of [...documents, ...emptyPlaces(key, documents)]) {
    const stored = (await store.below(place.parent)).filter((one) => one.key === place.key);
    const [holding] = winnersOf(stored).winners;
    if (holding?.figures === place.figures && holding.count === place.count) continue;
    if (!holding && place.count === 0) continue;
    wrong.push({
      parent: place.parent,
      stored: idsOf(stored),
      ahead: (holding?.count ?? 0) > place.count,
    });
  }
  return wrong;
}
