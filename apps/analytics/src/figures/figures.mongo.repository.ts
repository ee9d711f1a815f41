import { randomUUID } from 'node:crypto';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { MongoBulkWriteError } from 'mongodb';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { DURABLE, PreparedCollection } from '../mongo/prepared-collection.mongo.js';
import type { FigureDocument } from './figure-documents.js';
import { type PeriodKey, segmentOf } from './periods.js';
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

/** Notes of events, marks of stale segments, and figures: documents that are added and deleted, never changed. */
@Injectable()
export class FiguresRepository implements FigureStore {
  private readonly notes: PreparedCollection<NoteDocument>;
  private readonly marks: PreparedCollection<Mark>;
  private readonly figures: PreparedCollection<FigureDocument>;

  constructor(analyticsDb: AnalyticsDb, @Inject(LOGGER) logger: Logger) {
    this.notes = new PreparedCollection(analyticsDb, 'figure_notes', [{ segment: 1 }], logger);
    this.marks = new PreparedCollection(analyticsDb, 'stale_segments', [], logger);
    this.figures = new PreparedCollection(analyticsDb, 'figures', [{ parent: 1 }], logger);
  }

  /** Notes events and marks their segments. Durable when it resolves: only then may the events be acknowledged. */
  async note(events: readonly RecordedEvent[]): Promise<Mark> {
    const segments = new Map<string, RecordedEvent[]>();
    for (const event of events) {
      const segment = segmentOf(new Date(event.at));
      const others = segments.get(segment);
      if (others) others.push(event);
      else segments.set(segment, [event]);
    }
    const notes = [...segments].map(([segment, some]) => ({ _id: randomUUID(), segment, events: encodeEvents(some) }));
    await (await this.notes.get()).insertMany(notes, DURABLE);
    return this.mark([...segments.keys()]);
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

  partsOf(key: PeriodKey): Promise<FigureDocument[]> {
    return this.below(key);
  }

  /** All documents under a parent, the outdated ones too. */
  async below(parent: string): Promise<FigureDocument[]> {
    return (await this.figures.get()).find({ parent }, READ).toArray();
  }

  async insert(documents: FigureDocument[]): Promise<void> {
    try {
      await (await this.figures.get()).insertMany(documents, DURABLE);
    } catch (error) {
      if (!isOnlyDuplicates(error)) throw error;
    }
  }

  async remove(parent: string, ids: string[]): Promise<void> {
    await (await this.figures.get()).deleteMany({ parent, _id: { $in: ids } });
  }
}

/** The document is there already, byte for byte or as good: its count says from how many events it was folded. */
function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result?.getWriteConcernError()) return false;
  return [error.writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);
}
