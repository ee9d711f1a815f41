import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FiguresModel, oracle, treeIn } from '../../test/figures-model.js';
import { segmentOf } from './periods.js';
import { project } from './projector.js';
import type { RecordedEvent } from './recorded-events.js';

const START = Date.parse('2024-07-12T09:14:55Z');
const YEAR = 31_536_000_000;

const event = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map(String),
  step: fc.constantFrom(0, 1, 5, 9, 30, 90, 8_640, YEAR / 10_000, -YEAR / 10_000),
  product_id: fc.integer({ min: 1, max: 3 }),
  currency: fc.constantFrom('USD', 'EUR'),
  kind: fc.constantFrom('sale' as const, 'refund' as const),
  quantity: fc.integer({ min: 1, max: 9 }),
  cents: fc.oneof(fc.bigInt(0n, 1_000n), fc.constant(9_007_199_254_740_991n)),
});

/** The same id is the same event: that is what an event_id promises. */
function sameForEachId(drafts: readonly { id: string; step: number }[]): RecordedEvent[] {
  const first = new Map<string, RecordedEvent>();
  return (drafts as (Omit<RecordedEvent, 'at' | 'name'> & { step: number })[]).map(({ step, ...draft }) => {
    const known = first.get(draft.id) ?? { ...draft, at: START + step * 10_000, name: `Name ${step}` };
    first.set(draft.id, known);
    return known;
  });
}

describe('whatever happens to the projectors, at the end the figures are the fold of the events', () => {
  it('batches that come twice, two projectors, one that freezes or dies half way, questions meanwhile, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(event, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat({ max: 80 }), { minLength: 2, maxLength: 8 }),
        async (scheduler, drafts, deaths) => {
          const events = sameForEachId(drafts.flat());
          const batches = drafts.map((batch) => batch.map(() => events.shift() as RecordedEvent));
          const model = new FiguresModel(scheduler);
          const consumers = [batches, [...batches].reverse()].map((all) => model.consume(all));
          const projectors = ([0, 1] as const).map(async (process) => {
            for (const diesAfter of deaths.filter((_, i) => i % 2 === process))
              await model.runProjector({ diesAfter, process });
          });
          const readers = model.processes.map(async (known) => {
            for (let read = 0; read < 20; read++) await model.seenBy(known);
          });
          const done = Promise.all([...consumers, ...projectors]).then(() =>
            model.runProjector({ diesAfter: Number.POSITIVE_INFINITY }),
          );
          await scheduler.waitFor(Promise.all([done, ...readers]));
          expect(model.stale()).toEqual([]);
          const fold = oracle(batches.flat());
          expect(model.winners()).toEqual(fold);
          for (const known of model.processes)
            expect(await scheduler.waitFor(model.seenBy(known))).toEqual(treeIn(fold));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('twice is once, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async (drafts) => {
        const events = sameForEachId(drafts);
        const model = new FiguresModel();
        await model.consume([events]);
        const segments = [...new Set(events.map(({ at }) => segmentOf(new Date(at))))];
        await project(model, model.processes[0], segments);
        const first = model.winners();
        await project(model, model.processes[1], [...segments].reverse());
        expect(model.winners()).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });

  it('what is outdated is deleted, the courses of a day too', async () => {
    const model = new FiguresModel();
    const sold = (id: number): RecordedEvent => {
      const sale = { id: String(id), product_id: 1 + (id % 3), currency: 'USD', name: 'Mug', at: START };
      return { ...sale, kind: 'sale', quantity: 1, cents: 1n };
    };
    const events = Array.from({ length: 40 }, (_, id) => sold(id));
    for (const event of events) {
      await model.consume([[event]]);
      await model.runProjector({ diesAfter: Number.POSITIVE_INFINITY });
    }
    expect(model.winners()).toEqual(oracle(events));
    const outdated = new Map<string, number>();
    for (const { key } of model.documents.values()) outdated.set(key, (outdated.get(key) ?? 0) + 1);
    expect(Math.max(...outdated.values())).toBeLessThan(12);
  });
});
