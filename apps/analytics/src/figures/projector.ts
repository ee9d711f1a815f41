import { type FigureDocument, foldPeriod, segmentDocument, winnersOf } from './figure-documents.js';
import { type PeriodKey, parentOf } from './periods.js';
import { foldEvents, type RecordedEvent } from './recorded-events.js';

/** What a projector reads and writes. Nothing is ever changed in place. */
export interface FigureStore {
  /** All events that were noted in a segment, some maybe more than once. */
  eventsOf(segment: string): Promise<RecordedEvent[]>;
  /** All documents of the parts of a period, the outdated ones too. */
  partsOf(key: PeriodKey): Promise<FigureDocument[]>;
  /** Adds documents; those that exist already stay as they are. */
  insert(documents: FigureDocument[]): Promise<void>;
  /** Deletes outdated documents among the parts of a period. */
  remove(key: PeriodKey, ids: string[]): Promise<void>;
}

/** Maximum number of outdated documents among the parts of a period before they are deleted. */
const LITTER = 8;

/**
 * Recomputes the figures of segments and of every larger period around them. Two may do so at the same time, one of them
 * may be frozen half way or die: what is written is a function of what was read, and more read events win over fewer.
 */
export async function project(store: FigureStore, segments: readonly string[], now = new Date()): Promise<void> {
  let stale = new Set(segments.map((segment): PeriodKey => `segment/${segment}`));
  for (const key of stale) {
    const folded = foldEvents(await store.eventsOf(key.slice('segment/'.length)));
    if (folded.count > 0) await store.insert([segmentDocument(key, folded, now)]);
  }
  for (;;) {
    stale = new Set([...stale].map(parentOf).filter((key) => key !== undefined));
    if (stale.size === 0) return;
    for (const key of stale) await refold(store, key, now);
  }
}

async function refold(store: FigureStore, key: PeriodKey, now: Date): Promise<void> {
  const { winners, losers } = winnersOf(await store.partsOf(key));
  if (winners.length > 0) await store.insert(foldPeriod(key, winners, now));
  if (losers.length > LITTER) await store.remove(key, losers);
}
