import type { Scheduler } from 'fast-check';
import { type FigureDocument, SERIES_SHARDS, winnersOf } from '../src/figures/figure-documents.js';
import { byCurrency, byText, encodeFigures } from '../src/figures/figures.js';
import { LEVELS, type PeriodKey, periodOf, quarterOfDay, segmentOf } from '../src/figures/periods.js';
import { type FigureStore, project } from '../src/figures/projector.js';
import { type RebuildStore, type Rebuilt, rebuild } from '../src/figures/rebuild.js';
import { foldEvents, type RecordedEvent } from '../src/figures/recorded-events.js';
import { encodeSeries, seriesOf } from '../src/figures/series.js';

type Batch = readonly RecordedEvent[];

class Died extends Error {}

/** Documents, notes and marks in memory, each access a step that a scheduler orders; it keeps the rules of the real store. */
export class FiguresModel implements FigureStore {
  private readonly scheduler?: Scheduler;
  readonly documents = new Map<string, FigureDocument>();
  /** What raw documents and notes tell. Specs spoil them. */
  raw: RecordedEvent[] = [];
  notes: RecordedEvent[] = [];
  readonly droppedDays = new Set<string>();
  private readonly marks = new Map<number, string[]>();
  private nextMark = 0;

  constructor(scheduler?: Scheduler) {
    this.scheduler = scheduler;
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
  async runProjector({ diesAfter }: { diesAfter: number }): Promise<void> {
    await this.untilDeath(diesAfter, async (store) => {
      const marks = [...this.marks];
      await project(store, [...new Set(marks.flatMap(([, segments]) => segments))], new Date(0));
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

  private async untilDeath<T>(diesAfter: number, work: (store: RebuildStore) => Promise<T>): Promise<T | undefined> {
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

  private through(before: () => Promise<void>): RebuildStore {
    return {
      below: (parent) => before().then(() => this.below(parent)),
      rawEventsOf: (segment) => before().then(() => this.raw.filter(isIn(segment))),
      isDropped: (segment) => before().then(() => this.droppedDays.has(segment.slice(0, 10))),
      addNotes: (events) => before().then(() => this.note(events)),
      dropNotes: (segment) =>
        before().then(() => {
          this.notes = this.notes.filter((event) => !isIn(segment)(event));
        }),
      eventsOf: (segment) => before().then(() => this.eventsOf(segment)),
      partsOf: (key) => before().then(() => this.partsOf(key)),
      insert: async (documents) => {
        // One by one: a death in the middle of a batch leaves half of it.
        for (const one of documents) await before().then(() => this.insert([one]));
      },
      remove: (key, ids) => before().then(() => this.remove(key, ids)),
    };
  }

  private step(): Promise<void> {
    return this.scheduler ? this.scheduler.schedule(Promise.resolve()) : Promise.resolve();
  }

  async eventsOf(segment: string): Promise<RecordedEvent[]> {
    return this.notes.filter(isIn(segment));
  }

  partsOf(key: PeriodKey): Promise<FigureDocument[]> {
    return this.below(key);
  }

  async below(key: string): Promise<FigureDocument[]> {
    return [...this.documents.values()].filter(({ parent }) => parent === key);
  }

  async insert(documents: FigureDocument[]): Promise<void> {
    for (const one of documents) if (!this.documents.has(one._id)) this.documents.set(one._id, one);
  }

  async remove(_: string, ids: string[]): Promise<void> {
    for (const id of ids) this.documents.delete(id);
  }

  stale(): string[] {
    return [...this.marks.values()].flat();
  }

  /** The figures that hold, by key. */
  winners(): Record<string, string> {
    return textsOf([...this.documents.values()]);
  }
}

const isIn =
  (segment: string) =>
  ({ at }: RecordedEvent): boolean =>
    segmentOf(new Date(at)) === segment;

const segmentsOf = (events: Batch): string[] => [...new Set(events.map(({ at }) => segmentOf(new Date(at))))];

export const textsOf = (documents: FigureDocument[]): Record<string, string> =>
  Object.fromEntries(winnersOf(documents).winners.map(({ key, count, figures }) => [key, `${count} ${figures}`]));

/** The figures of every period straight from its events, each counted once: no tree, no order, no marks. */
export function oracle(events: Batch): Record<string, string> {
  const once = [...new Map(events.map((one) => [one.id, one])).values()];
  return Object.fromEntries(
    LEVELS.flatMap((level) => [...groupBy(once, ({ at }) => periodOf(level, at))])
      .flatMap(([key, group]) => textsOfPeriod(key, group))
      .sort(([a], [b]) => byText(a, b)),
  );
}

function textsOfPeriod(key: PeriodKey, events: RecordedEvent[]): [string, string][] {
  const { count, figures } = foldEvents(events);
  const [level, day = ''] = key.split('/');
  const totals = [...byCurrency(figures)].map(([currency, sums]) => ({ ...NOBODY, currency, sums }));
  const whole: [string, string] = [key, `${count} ${encodeFigures(level === 'all' ? totals : figures)}`];
  if (level !== 'day') return [whole];
  const shards = groupBy(events, ({ product_id }) => product_id % SERIES_SHARDS);
  return [
    whole,
    [`totals/${day}`, `${count} ${encodeSeries(course(events, false))}`],
    ...[...shards].map(([shard, some]): [string, string] => [
      `products/${day}/${shard}`,
      `${some.length} ${encodeSeries(course(some, true))}`,
    ]),
  ];
}

const NOBODY = { product_id: 0, name: '', named_at: 0 };

const course = (events: RecordedEvent[], byProduct: boolean) =>
  seriesOf(
    [...groupBy(events, ({ at }) => quarterOfDay(at))].map(([quarter, some]) => ({
      quarter,
      figures: foldEvents(some).figures,
    })),
    { byProduct },
  );

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
