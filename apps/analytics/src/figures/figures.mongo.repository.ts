import { randomUUID } from 'node:crypto';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { type Collection, type Document, MongoBulkWriteError, type OptionalUnlessRequiredId } from 'mongodb';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { DURABLE, PreparedCollection } from '../mongo/prepared-collection.mongo.js';
import {
  type FigureDocument,
  type FigureVersion,
  type Fold,
  placeOf,
  placesOf,
  ROOT,
  versionOf,
} from './figure-documents.js';
import { LEVELS, levelOf, type PeriodKey, segmentOf } from './periods.js';
import type { FigureStore } from './projector.js';
import { decodeEvents, encodeEvents, type RecordedEvent } from './recorded-events.js';

/** The events of one batch in one segment, as one text: reading a hundred documents would cost a hundred times as much. */
interface NoteDocument {
  _id: string;
  segment: string;
  events: string;
}

/** Segments whose figures have to be folded anew. */
export interface Mark {
  _id: string;
  at: Date;
  /** Not before this moment. */
  due: Date;
  segments: string[];
}

/** Stand-ins and replica sets alike: what a fold reads must never be rolled back. */
const READ = { readConcern: { level: 'majority' } } as const;
const DUPLICATE_KEY = 11_000;

/** Notes of events, marks of stale segments, figures and their versions: documents that are added and deleted, never changed. */
@Injectable()
export class FiguresRepository implements FigureStore {
  private readonly notes: PreparedCollection<NoteDocument>;
  private readonly marks: PreparedCollection<Mark>;
  private readonly figures: PreparedCollection<FigureDocument>;
  private readonly figureVersions: PreparedCollection<FigureVersion>;
  private named: Promise<void> | undefined;

  constructor(analyticsDb: AnalyticsDb, @Inject(LOGGER) logger: Logger) {
    this.notes = new PreparedCollection(analyticsDb, 'figure_notes', [{ segment: 1 }], logger);
    this.marks = new PreparedCollection(analyticsDb, 'stale_segments', [], logger);
    this.figures = new PreparedCollection(analyticsDb, 'figures', [{ parent: 1 }, { key: 1 }], logger);
    this.figureVersions = new PreparedCollection(analyticsDb, 'figure_versions', [{ parent: 1 }], logger);
  }

  /** Notes events and marks their segments. Durable when it resolves: only then may the events be acknowledged. */
  async note(events: readonly RecordedEvent[]): Promise<Mark> {
    return this.mark(await this.addNotes(events));
  }

  /** Durable when it resolves. @returns the segments, which have to be marked now */
  async addNotes(events: readonly RecordedEvent[]): Promise<string[]> {
    const segments = Map.groupBy(events, ({ at }) => segmentOf(new Date(at)));
    const notes = [...segments].map(([segment, some]) => ({ _id: randomUUID(), segment, events: encodeEvents(some) }));
    await (await this.notes.get()).insertMany(notes, DURABLE);
    return [...segments.keys()];
  }

  /** Marks segments, so that the projector folds them anew, at once or when it is `due`. */
  async mark(segments: string[], due = new Date()): Promise<Mark> {
    const mark = { _id: randomUUID(), at: new Date(), due, segments };
    await (await this.marks.get()).insertMany([mark], DURABLE);
    return mark;
  }

  async allMarks(): Promise<Mark[]> {
    return (await this.marks.get()).find({}, READ).toArray();
  }

  async unmark(marks: readonly Mark[]): Promise<void> {
    await (await this.marks.get()).deleteMany({ _id: { $in: marks.map(({ _id }) => _id) } });
  }

  async eventsOf(segment: string): Promise<RecordedEvent[]> {
    const notes = await (await this.notes.get()).find({ segment }, READ).toArray();
    return notes.flatMap(({ events }) => decodeEvents(events));
  }

  async versionsBelow(parent: string): Promise<FigureVersion[]> {
    return (await this.versions()).find({ parent }, READ).toArray();
  }

  async below(parent: string): Promise<FigureDocument[]> {
    return (await this.figures.get()).find({ parent }, READ).toArray();
  }

  async documentsOf(key: string): Promise<FigureDocument[]> {
    return (await this.figures.get()).find({ key }, READ).toArray();
  }

  async insert(fold: Fold): Promise<void> {
    await insertNew(await this.figures.get(), fold);
    await insertNew(await this.versions(), [versionOf(fold[0])]);
  }

  async removeOlder(key: PeriodKey, count: number): Promise<void> {
    const older = { count: { $lt: count } };
    await (await this.versions()).deleteMany({ ...placeOf(key), ...older });
    const figures = await this.figures.get();
    await Promise.all(placesOf(key).map((place) => figures.deleteMany({ key: place.key, ...older })));
  }

  async removeVersions(parent: string, ids: string[]): Promise<void> {
    await (await this.versions()).deleteMany({ parent, _id: { $in: ids } });
  }

  async remove(parent: string, ids: string[]): Promise<void> {
    await (await this.figures.get()).deleteMany({ parent, _id: { $in: ids } });
  }

  private async versions(): Promise<Collection<FigureVersion>> {
    const versions = await this.figureVersions.get();
    this.named ??= this.nameOldFigures(versions).catch((error: unknown) => {
      this.named = undefined;
      throw error;
    });
    await this.named;
    return versions;
  }

  /** Figures of before there were versions get theirs before anything is read or folded. The root is the last: it says that all have one. */
  private async nameOldFigures(versions: Collection<FigureVersion>): Promise<void> {
    if (await versions.findOne({ parent: ROOT })) return;
    const fields = { key: 1, parent: 1, count: 1, folded_at: 1 };
    const old = (await this.figures.get()).find({}, { ...READ, projection: fields });
    const wholes = (await old.toArray()).filter(({ key }) => LEVELS.includes(levelOf(key as PeriodKey)));
    const [roots, others] = [wholes.filter(isRoot), wholes.filter((one) => !isRoot(one))];
    for (const some of [others, roots]) if (some.length > 0) await insertNew(versions, some);
  }
}

const isRoot = ({ parent }: FigureVersion): boolean => parent === ROOT;

/** Durable; those that exist already stay as they are. */
async function insertNew<T extends Document>(
  collection: Collection<T>,
  documents: readonly OptionalUnlessRequiredId<T>[],
): Promise<void> {
  try {
    await collection.insertMany(documents, DURABLE);
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error;
  }
}

/** The document is there already, byte for byte or as good: its count says from how many events it was folded. */
function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result?.getWriteConcernError()) return false;
  return [error.writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);
}
