import type { Load } from './load.js';

/**
 * How many milliseconds the next batch still gathers: 0 starts it, Infinity waits until an item comes or a batch ends.
 * A pure function; it is asked at each of these events, and again when its time has passed.
 */
export type Gathering = (load: Load) => number;

/** Gathers as long as the most patient of them. */
export const allOf =
  (...policies: Gathering[]): Gathering =>
  (load) =>
    policies.reduce((longest, policy) => Math.max(longest, policy(load)), 0);

/** Limits the number of batches that run at the same time. */
export const slots =
  (batches: number): Gathering =>
  (load) =>
    load.running < batches ? 0 : Number.POSITIVE_INFINITY;

/**
 * The next batch gathers while one runs, because fewer and larger batches cost less than overlapping ones. It goes beside
 * one that has taken `patienceMs`, and at once when it is full and no more than `fullBeside` run.
 */
export const behindRunning =
  ({ patienceMs, fullBeside }: { patienceMs: number; fullBeside: number }): Gathering =>
  (load) => {
    if (load.running === 0) return 0;
    if (load.waiting >= load.maxBatch && load.running <= fullBeside) return 0;
    return Math.max(0, load.startedAt + patienceMs - load.now);
  };

/** At most one batch in `everyMs`, unless it is full: a lone item goes at once, many wait a moment for each other. */
export const paced =
  (everyMs: number): Gathering =>
  (load) =>
    load.waiting >= load.maxBatch ? 0 : Math.max(0, load.startedAt + everyMs - load.now);

/** Callers on the same machine need less time than that to ask again. */
const QUIET_MS = 3;

/**
 * Among `from` or more callers the slot stays free for a moment, until those who were just answered have asked again:
 * otherwise two halves of the crowd take turns, each in batches of half the size. It waits until all are back, none has
 * come for a moment, or `gatherMs` have passed.
 */
export const untilCrowdReturns =
  ({ from, gatherMs }: { from: number; gatherMs: number }): Gathering =>
  (load) => {
    const expected = Math.min(load.beforeEnd, load.maxBatch);
    if (load.running > 0 || expected < from || load.waiting >= expected) return 0;
    const quietAt = Math.max(load.arrivedAt, load.endedAt) + QUIET_MS;
    return Math.max(0, Math.min(quietAt, load.endedAt + gatherMs) - load.now);
  };

/** How many are inside something that goes through several batches. */
export class Crowd {
  private inside = 0;

  get size(): number {
    return this.inside;
  }

  /** Counts one more until `work` has ended. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.inside++;
    try {
      return await work();
    } finally {
      this.inside--;
    }
  }
}

/** Gathers by `policy` while `from` or more are in the crowd: a lone request never waits. */
export const among =
  (crowd: Pick<Crowd, 'size'>, from: number, policy: Gathering): Gathering =>
  (load) =>
    crowd.size < from ? 0 : policy(load);
