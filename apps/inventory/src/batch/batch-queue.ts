import type { Failure } from '@app/contracts';

/** A request that waits for its batch. */
interface Waiting<Item, Outcome> {
  item: Item;
  /** Milliseconds since the epoch; after it nobody reads the answer. */
  deadline: number;
  answer: (outcome: Outcome | Failure) => void;
}

/** Sizes of the queue. */
export interface QueueLimits {
  /** Most requests in one transaction. */
  batch: number;
  /** Transactions at the same time. */
  inFlight: number;
  /** Milliseconds after which the next batch no longer waits for the one before: something holds that one up. */
  patienceMs: number;
  /** Most requests that wait; what comes on top is refused at once. */
  waiting: number;
}

/** Less time than this is not worth a transaction: the caller would be gone before the answer. */
export const MIN_BUDGET_MS = 50;

const FULL: Failure = { ok: false, failure: 'overloaded', message: 'Too much waits already; nothing was changed' };
const LATE: Failure = {
  ok: false,
  failure: 'overloaded',
  message: 'The call came too late; nothing was changed',
};

/**
 * Puts requests that wait at the same moment into one transaction. A lone one goes at once; while a transaction runs, the
 * next batch gathers (fewer and larger batches cost less than overlapping ones). Only a full batch, or one behind a
 * transaction that takes unusually long, goes beside it.
 */
export class BatchQueue<Item, Outcome> {
  private waiting: Waiting<Item, Outcome>[] = [];
  private inFlight = 0;
  private scheduled = false;
  private lastStart = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly work: (items: Item[], timeoutMs: number) => Promise<Outcome[]>,
    private readonly limits: QueueLimits,
    private readonly now: () => number = Date.now,
  ) {}

  /** Resolves with the outcome; never rejects. */
  submit(item: Item, deadline: number): Promise<Outcome | Failure> {
    if (deadline - this.now() < MIN_BUDGET_MS) return Promise.resolve(LATE);
    if (this.waiting.length >= this.limits.waiting) return Promise.resolve(FULL);
    return new Promise((answer) => {
      this.waiting.push({ item, deadline, answer });
      this.schedule();
    });
  }

  /** After everything that arrived in this turn of the event loop: calls that came together go together. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.start();
    });
  }

  private start(): void {
    while (this.waiting.length > 0 && this.mayStart()) {
      const batch = this.withoutLate(this.waiting.splice(0, this.limits.batch));
      if (batch.length > 0) void this.run(batch);
    }
    if (this.waiting.length > 0) this.startLater();
  }

  private mayStart(): boolean {
    if (this.inFlight === 0) return true;
    if (this.inFlight >= this.limits.inFlight) return false;
    return this.waiting.length >= this.limits.batch || this.now() - this.lastStart >= this.limits.patienceMs;
  }

  private startLater(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.start();
    }, this.limits.patienceMs);
  }

  private withoutLate(batch: Waiting<Item, Outcome>[]): Waiting<Item, Outcome>[] {
    const latest = this.now() + MIN_BUDGET_MS;
    return batch.filter(({ deadline, answer }) => {
      if (deadline >= latest) return true;
      answer(LATE);
      return false;
    });
  }

  private async run(batch: Waiting<Item, Outcome>[]): Promise<void> {
    this.inFlight++;
    this.lastStart = this.now();
    const lastDeadline = Math.max(...batch.map(({ deadline }) => deadline));
    const outcomes = await this.work(
      batch.map(({ item }) => item),
      lastDeadline - this.now(),
    );
    this.inFlight--;
    batch.forEach(({ answer }, index) => {
      answer(outcomes[index] as Outcome);
    });
    this.schedule();
  }
}
