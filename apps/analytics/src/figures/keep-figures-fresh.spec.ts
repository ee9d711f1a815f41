import { eventually } from '@app/testing';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { FiguresRepository } from './figures.mongo.repository.js';
import { FiguresMetrics } from './figures-metrics.js';
import { KeepFiguresFresh } from './keep-figures-fresh.js';
import { KnownFigures } from './known-figures.js';

const [ONE, TWO] = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:10Z'];

/** Marks that are written, each `age` ms old by then, and one reading of notes that goes on until it is let go. */
function keeper(age = 0) {
  const marked: string[][] = [];
  let letGo = () => {};
  const reading = new Promise<never[]>((resolve) => {
    letGo = () => resolve([]);
  });
  let begun = false;
  const figures = {
    mark: async (segments: string[]) => {
      marked.push(segments);
      return { _id: String(marked.length), at: new Date(Date.now() - age), due: new Date(), segments };
    },
    allMarks: async () => [],
    unmark: async () => {},
    eventsOf: () => {
      begun = true;
      return reading;
    },
    versionsBelow: async () => [],
  } as unknown as FiguresRepository;
  const metrics = new FiguresMetrics(new Registry());
  const fresh = new KeepFiguresFresh(figures, new KnownFigures(figures), metrics, pino({ level: 'silent' }));
  const end = () => {
    letGo();
    return fresh.onApplicationShutdown();
  };
  return { fresh, marked, begun: () => begun, end };
}

describe('a mark that waits', () => {
  it('stands for all notes of its segments', async () => {
    const { fresh, marked, end } = keeper();
    for (const segments of [[ONE], [ONE], [ONE, TWO], [TWO]]) await fresh.stale(segments);
    expect(marked).toEqual([[ONE], [ONE, TWO]]);
    await end();
  });

  it('but not when another may take it for orphaned soon', async () => {
    const { fresh, marked, end } = keeper(2_600);
    for (const segments of [[ONE], [ONE]]) await fresh.stale(segments);
    expect(marked).toEqual([[ONE], [ONE]]);
    await end();
  });

  it('nor when its notes are being read already', async () => {
    const { fresh, marked, begun, end } = keeper();
    await fresh.stale([ONE]);
    await eventually(begun);
    await fresh.stale([ONE]);
    expect(marked).toEqual([[ONE], [ONE]]);
    await end();
  });
});
