import { inHand, type Load } from './load.js';

/** Whether one more item is too much. A pure function. */
export type Overload = (load: Load) => boolean;

/** Limits the number of items that wait. */
export const waitingAtMost =
  (items: number): Overload =>
  (load) =>
    load.waiting >= items;

/**
 * A queue that stands is too much load; a burst is not (docs/adr/0009). It stands while every batch is full. In its first
 * `standingMs` there may be `burst` items without an answer, after that no more than `standing`.
 */
export const standingQueue =
  ({ burst, standingMs, standing }: { burst: number; standingMs: number; standing: number }): Overload =>
  (load) =>
    inHand(load) >= (load.now - load.spareAt > standingMs ? standing : burst);

/** Why an item is not run: there is too much load, or its caller has gone. */
export type Refusal = 'overloaded' | 'expired';

/** What is not run, and what it is answered instead. */
export interface Shedding<T, R> {
  overloaded: Overload;
  /** Asked when the item's batch starts. */
  expired?(item: T, waitedMs: number): boolean;
  refuse(why: Refusal): R;
}
