import { describe, expect, it } from '@jest/globals';
import fc, { type Scheduler } from 'fast-check';
import { FiguresModel, oracle, treeIn } from '../../test/figures-model.js';
import { versionOf } from './figure-documents.js';
import { LEVELS, levelOf, type PeriodKey } from './periods.js';
import type { RecordedEvent } from './recorded-events.js';

const START = Date.parse('2024-07-12T23:44:55Z');
const A_SALE = {
  product_id: 1,
  currency: 'USD',
  name: 'Mug',
  at: START,
  kind: 'sale' as const,
  quantity: 1,
  cents: 1_250n,
};
const FOREVER = { diesAfter: Number.POSITIVE_INFINITY };

const event: fc.Arbitrary<RecordedEvent> = fc.record({
  id: fc.uuid(),
  product_id: fc.integer({ min: 1, max: 40 }),
  currency: fc.constantFrom('USD', 'EUR'),
  name: fc.constantFrom('Mug', 'Large Mug', ''),
  at: fc.constantFrom(0, 4, 8, 900, 1_800, 86_400, 2_700_000).map((seconds) => START + seconds * 1_000),
  kind: fc.constantFrom('sale' as const, 'refund' as const),
  quantity: fc.integer({ min: 1, max: 9 }),
  cents: fc.bigInt(0n, 9_007_199_254_740_991n),
});
const events = fc.array(event, { minLength: 1, maxLength: 12 });
/** Which of a list is meant; the list is known only later. */
const picks = fc.array(fc.nat({ max: 99 }), { maxLength: 4 });

const chosen = <T>(list: readonly T[], from: number[]): T[] =>
  list.length === 0 ? [] : from.flatMap((pick) => list[pick % list.length] ?? []);

async function folded(all: RecordedEvent[]): Promise<FiguresModel> {
  const model = new FiguresModel();
  await model.consume([all]);
  await model.runProjector(FOREVER);
  return model;
}

/** Figures that are lost, changed, and folded from events that never were. */
function spoil(model: FiguresModel, lost: number[], changed: number[], invented: number[]): void {
  const all = [...model.documents.values()];
  for (const { _id } of chosen(all, lost)) model.documents.delete(_id);
  for (const one of chosen(all, changed)) model.documents.set(one._id, { ...one, figures: '[]' });
  for (const one of chosen(all, invented)) {
    const more = { ...one, count: one.count + 5, _id: `${one.key}/${one.count + 5}` };
    model.documents.set(more._id, more);
    if (LEVELS.includes(levelOf(one.key as PeriodKey))) model.versions.set(more._id, versionOf(more));
  }
}

const settled = async (model: FiguresModel) => {
  await model.runProjector(FOREVER);
  return model.winners();
};

describe('a rebuild', () => {
  it('that is interrupted and repeated at any step ends with the fold of the raw documents, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        picks,
        picks,
        picks,
        picks,
        fc.array(fc.nat({ max: 150 }), { maxLength: 3 }),
        async (all, lost, changed, invented, unnoted, deaths) => {
          const model = await folded(all);
          spoil(model, lost, changed, invented);
          await model.seenBy(model.processes[1]);
          const without = new Set(chosen(all, unnoted));
          model.notes = model.notes.filter((one) => !without.has(one));
          for (const diesAfter of deaths) await model.runRebuild({ diesAfter });
          await model.runRebuild(FOREVER);
          expect(model.winners()).toEqual(oracle(all));
          for (const known of model.processes) expect(await model.seenBy(known)).toEqual(treeIn(oracle(all)));
          expect(await model.runRebuild(FOREVER)).toMatchObject({ repaired: 0 });
          expect(await settled(model)).toEqual(oracle(all));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('beside sales that go on ends with the fold of all of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), events, events, picks, async (scheduler, before, meanwhile, lost) => {
        const model = new FiguresModel(scheduler);
        await scheduler.waitFor(model.consume([before]).then(() => model.runProjector(FOREVER)));
        spoil(model, lost, [], []);
        const work = [
          model.runRebuild(FOREVER),
          model.consume(meanwhile.map((one) => [one])),
          model.runProjector(FOREVER),
        ];
        await scheduler.waitFor(Promise.all(work));
        await scheduler.waitFor(model.runProjector(FOREVER));
        expect(await scheduler.waitFor(settled(model))).toEqual(oracle([...before, ...meanwhile]));
      }),
      { numRuns: 150 },
    );
  });

  it('is passed by a sale and its fold at each of its steps', async () => {
    const sold = (id: string): RecordedEvent => ({ ...A_SALE, id });
    let steps = 0;
    for (let at = 1; at <= Math.max(1, steps); at++) {
      steps = 0;
      let isRebuilding = false;
      const passBy = async () => {
        isRebuilding = false;
        await model.consume([[sold('second')]]);
        await model.runProjector(FOREVER);
        isRebuilding = true;
      };
      const schedule = async <T>(task: Promise<T>): Promise<T> => {
        if (isRebuilding && ++steps === at) await passBy();
        return task;
      };
      const model = new FiguresModel({ schedule } as Scheduler);
      await model.consume([[sold('first')]]);
      await model.runProjector(FOREVER);
      spoil(model, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [], []);
      isRebuilding = true;
      await model.runRebuild(FOREVER);
      isRebuilding = false;
      expect({ at, figures: await settled(model) }).toEqual({ at, figures: oracle([sold('first'), sold('second')]) });
    }
    expect(steps).toBeGreaterThan(20);
  });

  it('keeps the figures of days whose raw documents were dropped, and repairs them from their notes', async () => {
    await fc.assert(
      fc.asyncProperty(events, picks, picks, picks, async (all, lost, changed, days) => {
        const model = await folded(all);
        for (const { at } of chosen(all, days)) model.droppedDays.add(new Date(at).toISOString().slice(0, 10));
        model.raw = model.raw.filter(({ at }) => !model.droppedDays.has(new Date(at).toISOString().slice(0, 10)));
        expect(await model.runRebuild(FOREVER)).toMatchObject({ repaired: 0 });
        spoil(model, lost, changed, []);
        await model.runRebuild(FOREVER);
        expect(await settled(model)).toEqual(oracle(all));
      }),
      { numRuns: 150 },
    );
  });
});
