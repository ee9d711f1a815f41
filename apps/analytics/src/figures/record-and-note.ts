import { textOf } from '@app/base';
import type { Disposition } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { InsertOutcome } from '../mongo/classify-insert.mongo.js';
import type { EventDocument, EventDocuments } from '../mongo/event-documents.mongo.js';
import { FiguresRepository } from './figures.mongo.repository.js';
import { KeepFiguresFresh } from './keep-figures-fresh.js';
import type { RecordedEvent } from './recorded-events.js';

/** What became of a document. */
export type Stored = InsertOutcome | { outcome: 'database-down'; reason: string };

/** Stores documents and notes what figures need of them. */
@Injectable()
export class RecordAndNote {
  private readonly figures: FiguresRepository;
  private readonly keepFiguresFresh: KeepFiguresFresh;

  constructor(figures: FiguresRepository, keepFiguresFresh: KeepFiguresFresh) {
    this.figures = figures;
    this.keepFiguresFresh = keepFiguresFresh;
  }

  /** Durable when it resolves: documents that are stored are noted, and their segments are marked. */
  async record<T extends EventDocument>(
    repository: EventDocuments<T>,
    documents: T[],
    eventsOf: (document: T) => RecordedEvent[],
  ): Promise<Map<T, Stored>> {
    if (documents.length === 0) return new Map();
    const result = await repository.insert(documents);
    const down = (reason: string): Stored => ({ outcome: 'database-down', reason });
    if (!result.ok) return new Map(documents.map((document) => [document, down(result.reason)]));
    const unnoted = await this.note(documents.filter((_, i) => isStored(result.outcomes[i])).flatMap(eventsOf));
    const outcomeOf = (outcome: InsertOutcome): Stored => (unnoted && isStored(outcome) ? down(unnoted) : outcome);
    return new Map(documents.map((document, i) => [document, outcomeOf(result.outcomes[i] as InsertOutcome)]));
  }

  /**
   * After the documents are stored and before they are acknowledged, those that were stored before included: the one that
   * stored them may have died before this line.
   * @returns why it could not be done
   */
  private async note(events: RecordedEvent[]): Promise<string | undefined> {
    if (events.length === 0) return undefined;
    try {
      await this.keepFiguresFresh.stale(await this.figures.addNotes(events));
      return undefined;
    } catch (error) {
      return textOf(error);
    }
  }
}

const isStored = (outcome: InsertOutcome | undefined): boolean =>
  outcome?.outcome === 'inserted' || outcome?.outcome === 'duplicate';

/** What becomes of a message; `answers` says whether the database is back. */
export function dispositionOf(
  stored: Stored = { outcome: 'failed', reason: 'no outcome' },
  answers: () => Promise<boolean>,
): Disposition {
  switch (stored.outcome) {
    case 'inserted':
    case 'duplicate':
      return 'ack';
    case 'refused':
      return { park: stored.reason, kind: 'document-refused' };
    case 'key-taken':
      return { retry: 'another document has one of its unique keys' };
    case 'failed':
      return { retry: stored.reason };
    case 'database-down':
      return { hold: `MongoDB: ${stored.reason}`, probe: answers };
  }
}

/** Why a message was not acknowledged; undefined when it was. */
export function problemOf(disposition: Disposition): string | undefined {
  if (disposition === 'ack') return undefined;
  if ('park' in disposition) return disposition.park;
  return 'retry' in disposition ? disposition.retry : disposition.hold;
}
