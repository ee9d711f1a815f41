import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Coalescer, type CoalescerOptions } from './coalesce.js';

const here = { destroyed: false };
const options = {
  inFlight: 1,
  patienceMs: 50,
  crowd: Number.POSITIVE_INFINITY,
  gatherMs: 0,
  maxBatch: 500,
  maxPending: 1_000,
  standingMs: 500,
  maxStanding: 22,
  maxWaitMs: 1_000,
  refused: 'refused',
};

/** A coalescer whose batches end when the test says so. */
function held(overrides: Partial<CoalescerOptions<number, string>> = {}) {
  const batches: { items: number[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const run = (items: number[]) =>
    new Promise<string[]>((resolve, reject) => {
      batches.push({ items, answer: () => resolve(items.map((item) => `did ${item}`)), fail: reject });
    });
  return { batches, coalescer: new Coalescer<number, string>({ ...options, run, ...overrides }) };
}

describe('coalesced calls', () => {
  it('lets a lone call go at once and alone', async () => {
    const { batches, coalescer } = held();
    const answer = coalescer.submit(1, here);
    await nextTurn();
    expect(batches.map(({ items }) => items)).toEqual([[1]]);
    batches[0]?.answer();
    expect(await answer).toBe('did 1');
  });

  it('gathers the next batch behind the running one, and passes it when it hangs or the next one is full', async () => {
    const { batches, coalescer } = held({ inFlight: 3, maxBatch: 2, patienceMs: 200 });
    const sent = () => batches.map(({ items }) => items);
    void coalescer.submit(1, here);
    await nextTurn();
    void coalescer.submit(2, here);
    await nextTurn();
    expect(sent()).toEqual([[1]]);
    void [3, 4, 5].map((item) => coalescer.submit(item, here));
    await nextTurn();
    expect(sent()).toEqual([[1], [2, 3]]);
    const began = performance.now();
    while (batches.length < 3 && performance.now() - began < 5_000) await nextTurn();
    expect(sent()).toEqual([[1], [2, 3], [4, 5]]);
    expect(performance.now() - began).toBeGreaterThan(100);
  });

  it('waits in a crowd for those who were just answered, and no longer when all are back', async () => {
    const { batches, coalescer } = held({ crowd: 4, gatherMs: 5_000 });
    const submitAll = (...items: number[]) => items.map((item) => coalescer.submit(item, here));
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
    const { batches, coalescer } = held({ crowd: 4, gatherMs: 5_000 });
    const first = [1, 2].map((item) => coalescer.submit(item, here));
    await nextTurn();
    void [3, 4].map((item) => coalescer.submit(item, here));
    batches[0]?.answer();
    await Promise.all(first);
    const began = performance.now();
    while (batches.length < 2 && performance.now() - began < 4_000) await nextTurn();
    expect(batches[1]?.items).toEqual([3, 4]);
  });

  it('sends together what waits when a slot is free, before the last answers are given', async () => {
    const { batches, coalescer } = held();
    const order: string[] = [];
    const first = coalescer.submit(1, here).then(() => order.push(`first answered, ${batches.length} batches out`));
    await nextTurn();
    const rest = [2, 3, 4].map((item) => coalescer.submit(item, here));
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
    const { batches, coalescer } = held({ maxPending: 3 });
    void coalescer.submit(1, here);
    await nextTurn();
    const waiting = [coalescer.submit(2, here), coalescer.submit(3, here)];
    expect(await coalescer.submit(4, here)).toBe('refused');
    batches[0]?.answer();
    await nextTurn();
    batches[1]?.answer();
    expect(await Promise.all(waiting)).toEqual(['did 2', 'did 3']);
  });

  it('does not send what nobody waits for any more', async () => {
    const { batches, coalescer } = held();
    void coalescer.submit(1, here);
    await nextTurn();
    const caller = { destroyed: false };
    const left = coalescer.submit(2, caller);
    const stayed = coalescer.submit(3, here);
    caller.destroyed = true;
    batches[0]?.answer();
    expect(await left).toBe('refused');
    batches[1]?.answer();
    expect(await stayed).toBe('did 3');
    expect(batches.map(({ items }) => items)).toEqual([[1], [3]]);
  });

  it('gives a batch that throws to each of its callers, and goes on', async () => {
    const { batches, coalescer } = held();
    const broken = [coalescer.submit(1, here), coalescer.submit(2, here)];
    await nextTurn();
    batches[0]?.fail(new Error('a bug'));
    for (const answer of broken) await expect(answer).rejects.toThrow('a bug');
    const next = coalescer.submit(3, here);
    await nextTurn();
    batches[1]?.answer();
    expect(await next).toBe('did 3');
  });

  describe('when an item has waited too long', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
    afterEach(() => void jest.useRealTimers());

    it('refuses it instead of running it', async () => {
      const { batches, coalescer } = held();
      void coalescer.submit(1, here);
      await nextTurn();
      const old = coalescer.submit(2, here);
      jest.advanceTimersByTime(700);
      const young = coalescer.submit(3, here);
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
      const { batches, coalescer } = held({ maxBatch: 10, maxPending: 100, maxWaitMs: 10_000 });
      void coalescer.submit(0, here);
      await nextTurn();
      const burst = Array.from({ length: 30 }, (_, index) => coalescer.submit(index, here));
      expect(coalescer.full).toBe(false);
      jest.advanceTimersByTime(600);
      expect(coalescer.full).toBe(true);
      expect(await coalescer.submit(99, here)).toBe('refused');
      for (let batch = 0; batch < 4; batch++) {
        batches[batch]?.answer();
        await nextTurn();
      }
      expect(await Promise.all(burst)).toEqual(burst.map((_, index) => `did ${index}`));
      expect(coalescer.full).toBe(false);
      const next = coalescer.submit(7, here);
      await nextTurn();
      batches[4]?.answer();
      expect(await next).toBe('did 7');
    });

    it('takes no second burst while every batch is full', async () => {
      const { batches, coalescer } = held({ maxBatch: 10, maxPending: 100, maxWaitMs: 10_000 });
      const submitAll = (count: number) => Array.from({ length: count }, (_, item) => coalescer.submit(item, here));
      void coalescer.submit(0, here);
      await nextTurn();
      const waiting = submitAll(10);
      jest.advanceTimersByTime(600);
      batches[0]?.answer();
      await nextTurn();
      expect([coalescer.running, coalescer.waiting]).toEqual([1, 0]);
      const next = submitAll(13);
      expect(await next[12]).toBe('refused');
      for (let batch = 1; batch < 4; batch++) {
        batches[batch]?.answer();
        await nextTurn();
      }
      expect(await Promise.all([...waiting, ...next])).not.toContain(undefined);
    });
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
          const coalescer = new Coalescer<number, string>({ ...options, run, inFlight, maxBatch });
          const answers: Promise<string>[] = [];
          for (const { item, pause } of calls) {
            answers.push(coalescer.submit(item, here));
            if (pause) await nextTurn();
          }
          expect(await Promise.all(answers)).toEqual(calls.map(({ item }) => `did ${item}`));
          expect(ran).toEqual(calls.map(({ item }) => item));
          expect(coalescer.waiting + coalescer.running).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
