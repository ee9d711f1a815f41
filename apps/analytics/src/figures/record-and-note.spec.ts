import { describe, expect, it } from '@jest/globals';
import type { EventDocument, EventDocuments } from '../mongo/event-documents.mongo.js';
import type { FiguresRepository } from './figures.mongo.repository.js';
import type { KeepFiguresFresh } from './keep-figures-fresh.js';
import { dispositionOf, RecordAndNote } from './record-and-note.js';
import type { RecordedEvent } from './recorded-events.js';

const document: EventDocument = { _id: 'e1', occurred_at: new Date(0), segment: '1970-01-01T00:00:00Z' };
const repository = {
  insert: async () => ({ ok: true, outcomes: [{ outcome: 'inserted' }] }),
} as unknown as EventDocuments<EventDocument>;
const event = { id: 'e1', at: 0 } as RecordedEvent;

function recorded(stale: () => Promise<unknown>) {
  const figures = { addNotes: async () => [document.segment] } as unknown as FiguresRepository;
  const documents = new RecordAndNote(figures, { stale } as unknown as KeepFiguresFresh);
  return documents.record(repository, [document], () => [event]).then((stored) => stored.get(document));
}

describe('a document that is stored', () => {
  it('is acknowledged after it is noted and its segment is marked, never before', async () => {
    let markIsDurable = () => {};
    const marked = new Promise<void>((resolve) => {
      markIsDurable = resolve;
    });
    let acknowledged = false;
    const done = recorded(() => marked).then((stored) => {
      acknowledged = true;
      return stored;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(acknowledged).toBe(false);
    markIsDurable();
    expect(dispositionOf(await done, async () => true)).toBe('ack');
  });

  it('is held when it cannot be noted: it comes again', async () => {
    const stored = await recorded(() => Promise.reject(new Error('no server')));
    expect(dispositionOf(stored, async () => true)).toMatchObject({ hold: 'MongoDB: no server' });
  });
});
