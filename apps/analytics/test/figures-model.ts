import type { Scheduler } from 'fast-check';
import {
  type FigureDocument,
  type FigureVersion,
  type Fold,
  placesOf,
  ROOT,
  SERIES_SHARDS,
  versionOf,
  winnersOf,
} from '../src/figures/figure-documents.js';
import { byCurrency, byText, encodeFigures, type ProductFigures } from '../src/figures/figures.js';
import { KnownFigures } from '../src/figures/known-figures.js';
import { LEVELS, type Level, type PeriodKey, periodOf, quarterOfDay, segmentOf } from '../src/figures/periods.js';
import { type FigureStore, project } from '../src/figures/projector.js';
import { type RebuildStore, type Rebuilt, rebuild } from '../src/figures/rebuild.js';
import { foldEvents, type RecordedEvent } from '../src/figures/recorded-events.js';
import { NOTHING, plus, type Sums, storedSums } from '../src/figures/sums.js';

type Batch = readonly RecordedEvent[];

class Died extends Error {}

/** Documents, notes and marks in memory, each access a step that a scheduler orders; it keeps the rules of the real store. */
export class FiguresModel implements FigureStore {
  private readonly scheduler?: Scheduler;
  readonly documents = new Map<string, FigureDocument>();
  readonly versions = new Map<string, FigureVersion>();
  /** What two processes keep in memory; one has room for little. */
  readonly processes: readonly [KnownFigures, KnownFigures];
  /** What raw documents and notes tell. Specs spoil them. */
  raw: RecordedEvent[] = [];
  notes: RecordedEvent[] = [];
  readonly droppedDays = new Set<string>();
  private readonly marks = new Map<number, string[]>();
  private nextMark = 0;

  constructor(scheduler?: Scheduler) {
    this.scheduler = scheduler;
    const source = this.through(() => this.step());
    this.processes = [new KnownFigures(source), new KnownFigures(source, 1_000)];
  }

  /** As the consumer does: the documents, the notes, then the mark, then the acknowledgement. */
  async consume(batches: readonly Batch[]): Promise<void> {
    for (const batch of batches) {
      await this.step();
      this.raw.push(...batch);
      await this.step();
      await this.note(batch);
    }
  }

  private async note(events: Batch): Promise<void> {
    this.notes.push(...events);
    await this.step();
    this.marks.set(this.nextMark++, segmentsOf(events));
  }

  /** Works off the marks that it finds, and dies after the given number of steps. */
  async runProjector({ diesAfter, process = 0 }: { diesAfter: number; process?: 0 | 1 }): Promise<void> {
    const known = this.processes[process];
    // Not at once: then there is nothing to fold yet.
    await this.step();
    await this.untilDeath(diesAfter, async (store) => {
      const marks = [...this.marks];
      await project(store, known, [...new Set(marks.flatMap(([, segments]) => segments))], new Date(0));
      await this.step();
      for (const [id] of marks) this.marks.delete(id);
    });
  }

  /** Rebuilds everything, and dies after the given number of steps: then nothing is returned. */
  runRebuild({ diesAfter }: { diesAfter: number }): Promise<Rebuilt | undefined> {
    const named = [...this.documents.values()].flatMap(({ key }) => /^segment\/(.*)/.exec(key)?.[1] ?? []);
    const segments = [...new Set([...segmentsOf([...this.raw, ...this.notes]), ...named])];
    return this.untilDeath(diesAfter, (store) => rebuild(store, segments));
  }

  private async untilDeath<T>(
    diesAfter: number,
    work: (store: RebuildStore & FigureStore) => Promise<T>,
  ): Promise<T | undefined> {
    let steps = 0;
    const store = this.through(async () => {
      await this.step();
      if (steps++ >= diesAfter) throw new Died();
    });
    try {
      return await work(store);
    } catch (error) {
      if (error instanceof Died) return undefined;
      throw error;
    }
  }

  private through(before: () => Promise<void>): RebuildStore & FigureStore {
    return {
      versionsBelow: (parent) => before().then(() => this.versionsBelow(parent)),
      below: (parent) => before().then(() => this.below(parent)),
      documentsOf: (key) => before().then(() => this.documentsOf(key)),
      rawEventsOf: (segment) => before().then(() => this.raw.filter(isIn(segment))),
      isDropped: (segment) => before().then(() => this.droppedDays.has(segment.slice(0, 10))),
      addNotes: (events) => before().then(() => this.note(events)),
      dropNotes: (segment) =>
        before().then(() => {
          this.notes = this.notes.filter((event) => !isIn(segment)(event));
        }),
      eventsOf: (segment) => before().then(() => this.eventsOf(segment)),
      insert: async (fold) => {
        // One by one: a death in the middle of a batch leaves half of it.
        for (const one of fold) await before().then(() => this.insertDocuments([one]));
        await before().then(() => this.insertVersion(versionOf(fold[0])));
      },
      removeOlder: async (key, count) => {
        await before().then(() => this.removeVersions(key, count));
        for (const place of placesOf(key)) await before().then(() => this.removeDocuments(place.key, count));
      },
      removeVersions: (_, ids) =>
        before().then(() => {
          for (const id of ids) this.versions.delete(id);
        }),
      remove: (_, ids) =>
        before().then(() => {
          for (const id of ids) this.documents.delete(id);
        }),
    };
  }

  private step(): Promise<void> {
    return this.scheduler ? this.scheduler.schedule(Promise.resolve()) : Promise.resolve();
  }

  async eventsOf(segment: string): Promise<RecordedEvent[]> {
    return this.notes.filter(isIn(segment));
  }

  async versionsBelow(whole: string): Promise<FigureVersion[]> {
    return [...this.versions.values()].filter(({ parent }) => parent === whole);
  }

  async below(whole: string): Promise<FigureDocument[]> {
    return [...this.documents.values()].filter(({ parent }) => parent === whole);
  }

  async documentsOf(wanted: string): Promise<FigureDocument[]> {
    return [...this.documents.values()].filter(({ key }) => key === wanted);
  }

  async insert(fold: Fold): Promise<void> {
    this.insertDocuments(fold);
    this.insertVersion(versionOf(fold[0]));
  }

  async removeOlder(key: PeriodKey, count: number): Promise<void> {
    this.removeVersions(key, count);
    for (const place of placesOf(key)) this.removeDocuments(place.key, count);
  }

  private insertDocuments(documents: readonly FigureDocument[]): void {
    for (const one of documents) if (!this.documents.has(one._id)) this.documents.set(one._id, one);
  }

  private insertVersion(version: FigureVersion): void {
    if (!this.versions.has(version._id)) this.versions.set(version._id, version);
  }

  private removeVersions(key: string, below: number): void {
    for (const one of this.versions.values()) if (one.key === key && one.count < below) this.versions.delete(one._id);
  }

  private removeDocuments(key: string, below: number): void {
    for (const one of this.documents.values()) if (one.key === key && one.count < below) this.documents.delete(one._id);
  }

  stale(): string[] {
    return [...this.marks.values()].flat();
  }

  /** The figures that hold, by key, and their versions. */
  winners(): Record<string, string> {
    return textsOf([...this.documents.values()], [...this.versions.values()]);
  }

  /** The tree of figures as a process reads it, from the root down to the segments. */
  async seenBy(known: KnownFigures, parent: string = ROOT): Promise<Record<string, string>> {
    const parts = await known.parts(parent);
    const below = await Promise.all(
      parts.filter(({ key }) => !key.startsWith('segment/')).map(({ key }) => this.seenBy(known, key)),
    );
    const own = parts.map(({ key, count, rows }) => [key, `${count} ${JSON.stringify(rows)}`]);
    return Object.assign({}, Object.fromEntries(own), ...below);
  }
}

const isIn =
  (segment: string) =>
  ({ at }: RecordedEvent): boolean =>
    segmentOf(new Date(at)) === segment;

const segmentsOf = (events: Batch): string[] => [...new Set(events.map(({ at }) => segmentOf(new Date(at))))];

export const textsOf = (
  documents: readonly FigureDocument[],
  versions: readonly FigureVersion[],
): Record<string, string> =>
  Object.fromEntries([
    ...winnersOf(documents).winners.map(({ key, count, figures }) => [key, `${count} ${figures}`]),
    ...winnersOf(versions).winners.map(({ key, count }) => [`version of ${key}`, String(count)]),
  ]);

/** What of the figures `seenBy` reads. */
export const treeIn = (figures: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(figures).filter(([key]) => LEVELS.includes(key.split('/')[0] as Level)));

/** The figures of every period straight from its events, each counted once: no tree, no order, no marks. */
export function oracle(events: Batch): Record<string, string> {
  const once = [...new Map(events.map((one) => [one.id, one])).values()];
  return Object.fromEntries(
    LEVELS.flatMap((level) => [...Map.groupBy(once, ({ at }) => periodOf(level, at))])
      .flatMap(([key, group]) => textsOfPeriod(key, group))
      .sort(([a], [b]) => byText(a, b)),
  );
}

function textsOfPeriod(key: PeriodKey, events: RecordedEvent[]): [string, string][] {
  const { count, figures } = foldEvents(events);
  const [level, day = ''] = key.split('/');
  const totals = [...byCurrency(figures)].map(([currency, sums]) => ({ ...NOBODY, currency, sums }));
  const whole: [string, string][] = [
    [key, `${count} ${encodeFigures(level === 'all' ? totals : figures)}`],
    [`version of ${key}`, String(count)],
  ];
  if (level !== 'day') return whole;
  const shards = Map.groupBy(events, ({ product_id }) => product_id % SERIES_SHARDS);
  return [
    ...whole,
    [`totals/${day}`, `${count} ${course(events, false)}`],
    ...[...shards].map(([shard, some]): [string, string] => [
      `products/${day}/${shard}`,
      `${count} ${course(some, true)}`,
    ]),
  ];
}

const NOBODY = { product_id: 0, name: '', named_at: 0 };

/** The text of the course of a day. */
function course(events: RecordedEvent[], byProduct: boolean): string {
  const found = new Map<string, { product_id: number; currency: string; quarters: Map<number, Sums> }>();
  for (const [quarter, some] of Map.groupBy(events, ({ at }) => quarterOfDay(at))) {
    for (const one of foldEvents(some).figures) addTo(quarter, one);
  }
  const series = [...found.values()].sort((a, b) => a.product_id - b.product_id || byText(a.currency, b.currency));
  return JSON.stringify(
    series.map(({ product_id, currency, quarters }) => [
      product_id,
      currency,
      [...quarters].sort(([a], [b]) => a - b).map(([quarter, sums]) => [quarter, ...storedSums(sums)]),
    ]),
  );

  function addTo(quarter: number, { product_id, currency, sums }: ProductFigures): void {
    const of = byProduct ? product_id : 0;
    const one = found.get(`${of} ${currency}`) ?? { product_id: of, currency, quarters: new Map<number, Sums>() };
    found.set(`${of} ${currency}`, one);
    one.quarters.set(quarter, plus(one.quarters.get(quarter) ?? NOTHING, sums));
  }
}
