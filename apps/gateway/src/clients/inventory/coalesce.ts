/** Where a request comes from: a socket, for example. Nobody waits for an answer once it is destroyed. */
export interface Caller {
  readonly destroyed: boolean;
}

export interface CoalescerOptions<T, R> {
  /** Answers a batch: one result for each item, in the same order. `since` is the arrival of the oldest item (ms since 1970). */
  run(items: T[], since: number): Promise<readonly R[]>;
  /** The answer to an item that is not run. */
  refused: R;
  /** One batch runs, a full one beside it; behind one that takes longer than `patienceMs` the next one starts, up to so many at once. */
  inFlight: number;
  patienceMs: number;
  /** From so many callers on, the next batch waits for those who were just answered and ask again: while some come, at most `gatherMs`. */
  crowd: number;
  gatherMs: number;
  maxBatch: number;
  /** Items that may be without an answer in a burst; one more is refused at once. */
  maxPending: number;
  /** When every batch was full for so long, it is no burst but too much load: then only so many may be without an answer. */
  standingMs: number;
  maxStanding: number;
  /** An item that has waited longer is refused instead of run. */
  maxWaitMs: number;
}

interface Entry<T, R> {
  item: T;
  caller: Caller;
  since: number;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** Callers on the same machine need less than that to ask again. */
const LOOK_MS = 2;

/**
 * Turns calls that wait at the same moment into one. A lone call goes at once and alone; while a batch runs, the next one
 * gathers, because fewer and larger batches cost less than overlapping ones. Only a full batch, or one behind a batch that
 * takes unusually long, goes beside it. A free slot is filled at the end of the event loop's turn, so requests that were
 * read from the sockets in one turn share a batch. In a crowd the slot stays free for a moment, until those who were just
 * answered have asked again: otherwise two halves of the crowd take turns, each in batches of half the size.
 */
export class Coalescer<T, R> {
  private waitingEntries: Entry<T, R>[] = [];
  private runningBatches = 0;
  private runningItems = 0;
  private scheduled = false;
  /** When it last had room to spare: nothing to do, or a batch that was not full. */
  private spareAt = 0;
  private lastStart = 0;
  private timer: NodeJS.Timeout | undefined;
  /** While a crowd gathers: how many items make it complete. */
  private expected = 0;
  private lookTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: CoalescerOptions<T, R>) {}

  /** Items that wait for a slot. */
  get waiting(): number {
    return this.waitingEntries.length;
  }

  /** One more item would be refused. */
  get full(): boolean {
    return this.pending >= this.limitAt(Date.now());
  }

  /** Items without an answer. */
  private get pending(): number {
    return this.waitingEntries.length + this.runningItems;
  }

  /** Batches that run. */
  get running(): number {
    return this.runningBatches;
  }

  submit(item: T, caller: Caller): Promise<R> {
    const now = Date.now();
    if (this.pending === 0) this.spareAt = now;
    if (this.pending >= this.limitAt(now)) return Promise.resolve(this.options.refused);
    return new Promise((resolve, reject) => {
      this.waitingEntries.push({ item, caller, since: now, resolve, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(this.endTurn);
    });
  }

  private limitAt(now: number): number {
    const { standingMs, maxStanding, maxPending } = this.options;
    return now - this.spareAt > standingMs ? maxStanding : maxPending;
  }

  private readonly endTurn = (): void => {
    this.scheduled = false;
    if (this.waiting >= this.expected) this.fillSlots();
  };

  private fillSlots(): void {
    this.expected = 0;
    clearTimeout(this.lookTimer);
    while (this.waitingEntries.length > 0 && this.mayStart()) this.runOne();
    if (this.waitingEntries.length > 0) this.lookAgain();
  }

  private mayStart(): boolean {
    const { inFlight, maxBatch, patienceMs } = this.options;
    if (this.runningBatches === 0) return true;
    if (this.runningBatches >= inFlight) return false;
    const full = this.waitingEntries.length >= maxBatch;
    return (full && this.runningBatches === 1) || Date.now() - this.lastStart >= patienceMs;
  }

  private lookAgain(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.fillSlots();
    }, this.options.patienceMs);
  }

  private runOne(): void {
    const batch = this.takeBatch();
    const oldest = batch[0];
    if (!oldest) return;
    this.runningBatches++;
    this.runningItems += batch.length;
    this.lastStart = Date.now();
    this.options
      .run(
        batch.map((entry) => entry.item),
        oldest.since,
      )
      .then(
        (results) => this.finish(batch, (entry, index) => entry.resolve(results[index] as R)),
        (error) => this.finish(batch, (entry) => entry.reject(error)),
      );
  }

  /** The next batch leaves before the answers of the last one are written, unless it waits for those who read them. */
  private finish(batch: Entry<T, R>[], settle: (entry: Entry<T, R>, index: number) => void): void {
    this.runningBatches--;
    this.runningItems -= batch.length;
    this.gather(batch.length);
    batch.forEach(settle);
  }

  private gather(answered: number): void {
    const { crowd, gatherMs, maxBatch } = this.options;
    const expected = Math.min(answered + this.waiting, maxBatch);
    if (expected >= crowd && this.runningBatches === 0) {
      this.expected = expected;
      this.keepGathering(Date.now() + gatherMs);
    } else {
      this.fillSlots();
    }
  }

  /** Until all are back, or nobody came since the last look: a look comes after each poll of the sockets. */
  private keepGathering(until: number, seen?: number): void {
    const { expected, waiting } = this;
    if (waiting >= expected || waiting === seen || Date.now() >= until) this.fillSlots();
    else this.lookTimer = setTimeout(() => setImmediate(() => this.keepGathering(until, waiting)), LOOK_MS);
  }

  private takeBatch(): Entry<T, R>[] {
    const { maxBatch, maxWaitMs, refused } = this.options;
    const staleBefore = Date.now() - maxWaitMs;
    const batch: Entry<T, R>[] = [];
    let taken = 0;
    for (; taken < this.waitingEntries.length && batch.length < maxBatch; taken++) {
      const entry = this.waitingEntries[taken] as Entry<T, R>;
      if (entry.caller.destroyed || entry.since < staleBefore) entry.resolve(refused);
      else batch.push(entry);
    }
    if (batch.length < maxBatch) this.spareAt = Date.now();
    this.waitingEntries = taken === this.waitingEntries.length ? [] : this.waitingEntries.slice(taken);
    return batch;
  }
}
