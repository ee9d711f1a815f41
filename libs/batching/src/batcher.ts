import type { Gathering } from './gathering.js';
import { type BatcherState, inHand, type Load, stateOf } from './load.js';
import type { Shedding } from './shedding.js';

/** What a batcher does, and by which policies. */
export interface BatcherOptions<T, R> {
  /** Answers a batch: one result for each item, by index. `since` is the arrival of its oldest item (ms since 1970). */
  run(items: T[], since: number): Promise<readonly R[]>;
  /** Most items in a batch. */
  maxBatch: number;
  /** When the next batch starts. */
  gather: Gathering;
  /** Without it every item is run. */
  shed?: Shedding<T, R>;
  now?(): number;
}

interface Entry<T, R> {
  item: T;
  since: number;
  resolve(result: R): void;
  reject(error: unknown): void;
}

const NEVER = Number.NEGATIVE_INFINITY;

/**
 * Turns calls that wait at the same moment into one. A batch starts at the end of an event loop's turn, so calls that came
 * in one turn share it; a lone call goes at once and alone, unless the policy gathers. What is decided is decided by pure
 * functions of the {@link Load}; this class keeps the items, the numbers and the timer.
 */
export class Batcher<T, R> {
  private readonly options: BatcherOptions<T, R>;
  private entries: Entry<T, R>[] = [];
  private readonly load: { -readonly [K in keyof Load]: Load[K] };
  private readonly now: () => number;
  private scheduled = false;
  private draining = false;
  private timer: NodeJS.Timeout | undefined;
  private timerAt = Number.POSITIVE_INFINITY;
  private drained: (() => void)[] = [];

  constructor(options: BatcherOptions<T, R>) {
    this.options = options;
    this.now = options.now ?? Date.now;
    const counts = { waiting: 0, running: 0, runningItems: 0, beforeEnd: 0 };
    const times = { now: NEVER, arrivedAt: NEVER, startedAt: NEVER, endedAt: NEVER, spareAt: NEVER };
    this.load = { ...counts, ...times, maxBatch: options.maxBatch };
  }

  get state(): BatcherState {
    return stateOf(this.load, this.overloaded());
  }

  /** Items that wait for a batch. */
  get waiting(): number {
    return this.load.waiting;
  }

  /** Batches that run. */
  get running(): number {
    return this.load.running;
  }

  /** Resolves with the item's result, or with what it is refused with; rejects when its batch does. */
  submit(item: T): Promise<R> {
    const refusal = this.refusal();
    if (refusal) return Promise.resolve(refusal.refuse('overloaded'));
    return new Promise((resolve, reject) => {
      this.entries.push({ item, since: this.load.now, resolve, reject });
      this.load.waiting++;
      this.load.arrivedAt = this.load.now;
      this.startSoon();
    });
  }

  /**
   * Gathers no longer: what waits, and what comes from now on, starts as soon as a batch may run beside the others. Resolves
   * when nothing waits or runs.
   */
  async drain(): Promise<void> {
    this.draining = true;
    this.start();
    if (inHand(this.load) > 0) await new Promise<void>((resolve) => this.drained.push(resolve));
  }

  /** Takes out what has not been started. Its answers are never given. */
  clear(): T[] {
    const items = this.entries.map(({ item }) => item);
    this.entries = [];
    this.load.waiting = 0;
    this.stopTimer();
    this.tellDrained();
    return items;
  }

  private overloaded(): boolean {
    this.load.now = this.now();
    if (inHand(this.load) === 0) this.load.spareAt = this.load.now;
    return this.options.shed?.overloaded(this.load) ?? false;
  }

  private refusal(): Shedding<T, R> | undefined {
    return this.overloaded() ? this.options.shed : undefined;
  }

  private startSoon(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(this.endTurn);
  }

  private readonly endTurn = (): void => {
    this.scheduled = false;
    this.start();
  };

  private start(): void {
    while (this.load.waiting > 0) {
      this.load.now = this.now();
      const delayMs = this.options.gather(this.load);
      if (delayMs > 0 && !(this.draining && delayMs < Number.POSITIVE_INFINITY)) {
        this.startIn(delayMs);
        return;
      }
      this.runOne(this.take());
    }
    this.stopTimer();
  }

  /** A timer that fires too early asks the policy again, so it is only ever moved forward. */
  private startIn(delayMs: number): void {
    const at = this.load.now + delayMs;
    if (at >= this.timerAt || delayMs === Number.POSITIVE_INFINITY) return;
    this.stopTimer();
    this.timerAt = at;
    this.timer = setTimeout(() => {
      this.stopTimer();
      this.startSoon();
    }, delayMs);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.timerAt = Number.POSITIVE_INFINITY;
  }

  /** The oldest whose caller still waits. */
  private take(): Entry<T, R>[] {
    const { maxBatch, shed } = this.options;
    const batch: Entry<T, R>[] = [];
    let taken = 0;
    for (; taken < this.entries.length && batch.length < maxBatch; taken++) {
      const entry = this.entries[taken] as Entry<T, R>;
      if (shed?.expired?.(entry.item, this.load.now - entry.since)) entry.resolve(shed.refuse('expired'));
      else batch.push(entry);
    }
    this.entries = taken === this.entries.length ? [] : this.entries.slice(taken);
    this.load.waiting = this.entries.length;
    if (batch.length < maxBatch) this.load.spareAt = this.load.now;
    return batch;
  }

  private runOne(batch: Entry<T, R>[]): void {
    const [oldest] = batch;
    if (!oldest) return;
    this.load.running++;
    this.load.runningItems += batch.length;
    this.load.startedAt = this.load.now;
    const items = batch.map(({ item }) => item);
    this.options.run(items, oldest.since).then(
      (results) => this.ended(batch, ({ resolve }, index) => resolve(results[index] as R)),
      (error) => this.ended(batch, ({ reject }) => reject(error)),
    );
  }

  /** The next batch leaves before the answers of this one are written, unless the policy waits for those who read them. */
  private ended(batch: Entry<T, R>[], settle: (entry: Entry<T, R>, index: number) => void): void {
    this.load.endedAt = this.now();
    this.load.beforeEnd = inHand(this.load);
    this.load.running--;
    this.load.runningItems -= batch.length;
    this.start();
    batch.forEach(settle);
    this.tellDrained();
  }

  private tellDrained(): void {
    if (inHand(this.load) === 0) for (const resolve of this.drained.splice(0)) resolve();
  }
}
