import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Batcher, type BatcherOptions } from './batcher.js';
import { allOf, among, behindRunning, Crowd, paced, slots, untilCrowdReturns } from './gathering.js';
import { type Shedding, standingQueue, waitingAtMost } from './shedding.js';

type Options = BatcherOptions<number, string>;

const standing = standingQueue({ burst: 1_000, standingMs: 500, standing: 22 });
const shed = (overloaded = standing, left?: Set<number>): Shedding<number, string> => ({
  overloaded,
  expired: (item, waitedMs) => waitedMs > 1_000 || left?.has(item) === true,
  refuse: () => 'refused',
});
const gather = (inFlight = 1, patienceMs = 50) => allOf(slots(inFlight), behindRunning({ patienceMs, fullBeside: 1 }));
const crowdOf = (from: number) => allOf(gather(), untilCrowdReturns({ from, gatherMs: 5_000 }));
const patient = { ...shed(standingQueue({ burst: 100, standingMs: 500, standing: 22 })), expired: () => false };
const options = { gather: gather(), maxBatch: 500, shed: shed() };

/** A batcher whose batches end when the test says so. */
function held(overrides: Partial<Options> = {}) {
  const batches: { items: number[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const run = (items: number[]) =>
    new Promise<string[]>((resolve, reject) => {
      batches.push({ items, answer: () => resolve(items.map((item) => `did ${item}`)), fail: reject });
    });
  const batcher = new Batcher<number, string>({ ...options, run, ...overrides });
  return { batches, batcher, sent: () => batches.map(({ items }) => items) };
}

describe('calls in batches', () => {
  it('lets a lone call go at once and alone', async () => {
    const { batches, batcher } = held();
    const answer = batcher.submit(1);
    await nextTurn();
    expect(batches.map(({ items }) => items)).toEqual([[1]]);
    batches[0]?.answer();
    expect(await answer).toBe('did 1');
  });

  it('gathers the next batch behind the running one, and passes it when it hangs or the next one is full', async () => {
    const { batches, batcher, sent } = held({ gather: gather(3, 200), maxBatch: 2 });
    void batcher.submit(1);
    await nextTurn();
    void batcher.submit(2);
    await nextTurn();
    expect(sent()).toEqual([[1]]);
    void [3, 4, 5].map((item) => batcher.submit(item));
    await nextTurn();
    expect(sent()).toEqual([[1], [2, 3]]);
    const began = performance.now();
    while (batches.length < 3 && performance.now() - began < 5_000) await nextTurn();
    expect(sent()).toEqual([[1], [2, 3], [4, 5]]);
    expect(performance.now() - began).toBeGreaterThan(100);
  });

  it('waits in a crowd for those who were just answered, and no longer when all are back', async () => {
    const { batches, batcher } = held({ gather: crowdOf(4) });
    const submitAll = (...items: number[]) => items.map((item) => batcher.submit(item));
    const first = submitAll(1, 2);
    await nextTurn();
    void submitAll(3, 4);
    batches[0]?.answer();
    await Promise.all(first);
    void submitAll(5);
    await nextTurn();
    expect(batches).toHaveLength(1);
    void submitAll(6);
    await nextTurn();
    expect(batches[1]?.items).toEqual([3, 4, 5, 6]);
  });

  it('leaves a crowd of which nobody comes back', async () => {
    const { batches, batcher } = held({ gather: crowdOf(4) });
    const first = [1, 2].map((item) => batcher.submit(item));
    await nextTurn();
    void [3, 4].map((item) => batcher.submit(item));
    batches[0]?.answer();
    await Promise.all(first);
    const began = performance.now();
    while (batches.length < 2 && performance.now() - began < 4_000) await nextTurn();
    expect(batches[1]?.items).toEqual([3, 4]);
  });

  it('sends together what waits when a slot is free, before the last answers are given', async () => {
    const { batches, batcher } = held();
    const order: string[] = [];
    const first = batcher.submit(1).then(() => order.push(`first answered, ${batches.length} batches out`));
    await nextTurn();
    const rest = [2, 3, 4].map((item) => batcher.submit(item));
    await nextTurn();
    expect(batches).toHaveLength(1);
    batches[0]?.answer();
    await first;
    expect(order).toEqual(['first answered, 2 batches out']);
    expect(batches[1]?.items).toEqual([2, 3, 4]);
    batches[1]?.answer();
    expect(await Promise.all(rest)).toEqual(['did 2', 'did 3', 'did 4']);
  });

  it('refuses at once what finds the queue full', async () => {
    const { batches, batcher } = held({ shed: shed(standingQueue({ burst: 3, standingMs: 500, standing: 22 })) });
    void batcher.submit(1);
    await nextTurn();
    const waiting = [batcher.submit(2), batcher.submit(3)];
    expect(await batcher.submit(4)).toBe('refused');
    batches[0]?.answer();
    await nextTurn();
    batches[1]?.answer();
    expect(await Promise.all(waiting)).toEqual(['did 2', 'did 3']);
  });

  it('does not send what nobody waits for any more', async () => {
    const leftAlready = new Set<number>();
    const { batches, batcher } = held({ shed: shed(standing, leftAlready) });
    void batcher.submit(1);
    await nextTurn();
    const left = batcher.submit(2);
    const stayed = batcher.submit(3);
    leftAlready.add(2);
    batches[0]?.answer();
    expect(await left).toBe('refused');
    batches[1]?.answer();
    expect(await stayed).toBe('did 3');
    expect(batches.map(({ items }) => items)).toEqual([[1], [3]]);
  });

  it('gives a batch that throws to each of its callers, and goes on', async () => {
    const { batches, batcher } = held();
    const broken = [batcher.submit(1), batcher.submit(2)];
    await nextTurn();
    batches[0]?.fail(new Error('a bug'));
    for (const answer of broken) await expect(answer).rejects.toThrow('a bug');
    const next = batcher.submit(3);
    await nextTurn();
    batches[1]?.answer();
    expect(await next).toBe('did 3');
  });

  describe('when an item has waited too long', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
    afterEach(() => void jest.useRealTimers());

    it('refuses it instead of running it', async () => {
      const { batches, batcher } = held();
      void batcher.submit(1);
      await nextTurn();
      const old = batcher.submit(2);
      jest.advanceTimersByTime(700);
      const young = batcher.submit(3);
      jest.advanceTimersByTime(700);
      batches[0]?.answer();
      expect(await old).toBe('refused');
      expect(batches[1]?.items).toEqual([3]);
      batches[1]?.answer();
      expect(await young).toBe('did 3');
    });
  });

  describe('when more comes than is done', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
    afterEach(() => void jest.useRealTimers());

    it('takes a burst, but keeps a queue that stands short', async () => {
      const { batches, batcher } = held({ maxBatch: 10, shed: patient });
      void batcher.submit(0);
      await nextTurn();
      const burst = Array.from({ length: 30 }, (_, index) => batcher.submit(index));
      expect(batcher.state).toBe('gathering');
      jest.advanceTimersByTime(600);
      expect(batcher.state).toBe('overloaded');
      expect(await batcher.submit(99)).toBe('refused');
      for (let batch = 0; batch < 4; batch++) {
        batches[batch]?.answer();
        await nextTurn();
      }
      expect(await Promise.all(burst)).toEqual(burst.map((_, index) => `did ${index}`));
      expect(batcher.state).toBe('idle');
      const next = batcher.submit(7);
      await nextTurn();
      batches[4]?.answer();
      expect(await next).toBe('did 7');
    });

    it('takes no second burst while every batch is full', async () => {
      const { batches, batcher } = held({ maxBatch: 10, shed: patient });
      const submitAll = (count: number) => Array.from({ length: count }, (_, item) => batcher.submit(item));
      void batcher.submit(0);
      await nextTurn();
      const waiting = submitAll(10);
      jest.advanceTimersByTime(600);
      batches[0]?.answer();
      await nextTurn();
      expect([batcher.running, batcher.waiting]).toEqual([1, 0]);
      const next = submitAll(13);
      expect(await next[12]).toBe('refused');
      for (let batch = 1; batch < 4; batch++) {
        batches[batch]?.answer();
        await nextTurn();
      }
      expect(await Promise.all([...waiting, ...next])).not.toContain(undefined);
    });
  });

  describe('paced, one batch in a while', () => {
    it('lets a lone item go at once, and the next ones wait for each other, but not forever', async () => {
      const { batches, batcher, sent } = held({ gather: allOf(slots(3), paced(30)), maxBatch: 200 });
      void batcher.submit(1);
      await nextTurn();
      expect(sent()).toEqual([[1]]);
      const began = performance.now();
      void batcher.submit(2);
      await nextTurn();
      void batcher.submit(3);
      expect(sent()).toEqual([[1]]);
      while (batches.length < 2 && performance.now() - began < 5_000) await nextTurn();
      expect(sent()).toEqual([[1], [2, 3]]);
    });

    it('runs a full batch at once and the next when that one is done', async () => {
      const { batches, batcher, sent } = held({ gather: allOf(slots(1), paced(10_000)), maxBatch: 2 });
      for (const item of [1, 2, 3, 4]) void batcher.submit(item);
      await nextTurn();
      expect(sent()).toEqual([[1, 2]]);
      batches[0]?.answer();
      await nextTurn();
      expect(sent()).toEqual([
        [1, 2],
        [3, 4],
      ]);
    });

    it('waits for nothing more when it drains, but for a free slot', async () => {
      const { batches, batcher, sent } = held({ gather: allOf(slots(1), paced(10_000)) });
      void batcher.submit(1);
      await nextTurn();
      void batcher.submit(2);
      let drained = false;
      const done = batcher.drain().then(() => {
        drained = true;
      });
      expect(sent()).toEqual([[1]]);
      batches[0]?.answer();
      await nextTurn();
      expect(sent()).toEqual([[1], [2]]);
      expect([batcher.state, drained]).toEqual(['running', false]);
      batches[1]?.answer();
      await done;
      expect(batcher.state).toBe('idle');
    });
  });

  it('among a crowd gathers, and for who is nearly alone does not', async () => {
    const crowd = new Crowd();
    const { batches, batcher, sent } = held({ gather: allOf(slots(3), among(crowd, 2, paced(30))) });
    const alone = crowd.during(async () => {
      void batcher.submit(1);
      await nextTurn();
      void batcher.submit(2);
      await nextTurn();
    });
    await alone;
    expect([sent(), crowd.size]).toEqual([[[1], [2]], 0]);
    await crowd.during(() =>
      crowd.during(async () => {
        void batcher.submit(3);
        await nextTurn();
        void batcher.submit(4);
        expect(sent()).toEqual([[1], [2]]);
        const began = performance.now();
        while (batches.length < 3 && performance.now() - began < 5_000) await nextTurn();
      }),
    );
    expect(sent()).toEqual([[1], [2], [3, 4]]);
  });

  it('hands back what it has not started', async () => {
    const { batcher, sent } = held();
    void batcher.submit(1);
    await nextTurn();
    for (const item of [2, 3]) void batcher.submit(item);
    expect(batcher.clear()).toEqual([2, 3]);
    await nextTurn();
    expect([sent(), batcher.state]).toEqual([[[1]], 'running']);
  });

  it('refuses what finds too many waiting', async () => {
    const { batcher } = held({ shed: shed(waitingAtMost(1)) });
    void batcher.submit(1);
    await nextTurn();
    void batcher.submit(2);
    expect(await batcher.submit(3)).toBe('refused');
  });

  it('gives everybody their own answer, within its bounds, whatever comes when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ item: fc.nat(), pause: fc.boolean() }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 20 }),
        async (calls, inFlight, maxBatch) => {
          let running = 0;
          const ran: number[] = [];
          const run = async (items: number[]) => {
            expect(items.length).toBeLessThanOrEqual(maxBatch);
            expect(++running).toBeLessThanOrEqual(inFlight);
            ran.push(...items);
            await nextTurn();
            running--;
            return items.map((item) => `did ${item}`);
          };
          const batcher = new Batcher<number, string>({ ...options, run, gather: gather(inFlight), maxBatch });
          const answers: Promise<string>[] = [];
          for (const { item, pause } of calls) {
            answers.push(batcher.submit(item));
            if (pause) await nextTurn();
          }
          expect(await Promise.all(answers)).toEqual(calls.map(({ item }) => `did ${item}`));
          expect(ran).toEqual(calls.map(({ item }) => item));
          expect(batcher.waiting + batcher.running).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
