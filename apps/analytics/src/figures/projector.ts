import {
  type FigureVersion,
  type Fold,
  foldPeriod,
  ROOT,
  segmentFold,
  versionOf,
  winnersOf,
} from './figure-documents.js';
import type { StoredProduct } from './figures.js';
import type { FigureSource, KnownFigures } from './known-figures.js';
import { type PeriodKey, parentOf } from './periods.js';
import { foldEvents, type RecordedEvent } from './recorded-events.js';

/** What a projector reads and writes. Nothing is ever changed in place. */
export interface FigureStore extends FigureSource {
  /** All events that were noted in a segment, some maybe more than once. */
  eventsOf(segment: string): Promise<RecordedEvent[]>;
  /** Adds the documents of a fold, then its version; those that exist already stay as they are. */
  insert(fold: Fold): Promise<void>;
  /** Deletes what was folded from fewer events: versions of a period, then its documents. */
  removeOlder(key: PeriodKey, count: number): Promise<void>;
}

/** Maximum number of outdated versions among the parts of a period before they are deleted. */
const LITTER = 8;

/**
 * Recomputes the figures of segments and of every larger period around them. Two may do so at the same time, one of them
 * may be frozen half way or die: what is written is a function of what was read, and more read events win over fewer.
 */
export async function project(
  store: FigureStore,
  known: KnownFigures,
  segments: readonly string[],
  now = new Date(),
): Promise<void> {
  let stale = new Set(segments.map((segment): PeriodKey => `segment/${segment}`));
  for (const key of stale) {
    const folded = foldEvents(await store.eventsOf(key.slice('segment/'.length)));
    if (folded.count > 0) await write(store, known, segmentFold(key, folded, now));
  }
  for (;;) {
    stale = new Set([...stale].map(parentOf).filter((key) => key !== undefined));
    if (stale.size === 0) return removeOutdated(store, winnersOf(await store.versionsBelow(ROOT)));
    for (const key of stale) await refold(store, known, key, now);
  }
}

async function refold(store: FigureStore, known: KnownFigures, key: PeriodKey, now: Date): Promise<void> {
  const versions = winnersOf(await store.versionsBelow(key));
  const wanted = versions.winners.map((version) => ({ version, place: version }));
  const parts = await known.read<StoredProduct>(wanted);
  if (parts.length > 0) await write(store, known, foldPeriod(key, parts, now));
  await removeOutdated(store, versions);
}

async function write(store: FigureStore, known: KnownFigures, fold: Fold): Promise<void> {
  const [whole] = fold;
  await store.insert(fold);
  known.learn(whole.key, versionOf(whole), whole);
}

async function removeOutdated(
  store: FigureStore,
  { winners, losers }: { winners: FigureVersion[]; losers: FigureVersion[] },
): Promise<void> {
  if (losers.length <= LITTER) return;
  const outdated = new Set(losers.map(({ key }) => key));
  for (const { key, count } of winners) if (outdated.has(key)) await store.removeOlder(key as PeriodKey, count);
}
