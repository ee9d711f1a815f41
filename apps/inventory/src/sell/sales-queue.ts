import type { Failure } from '@app/contracts';
import type { SaleItem, SaleOutcome } from './sell-batch.js';

/** A request that waits for its batch. */
interface Waiting {
  item: SaleItem;
  /** Milliseconds since the epoch; after it nobody reads the answer. */
  deadline: number;
  answer: (outcome: SaleOutcome) => void;
}

/** Sizes of the queue. */
export interface QueueLimits {
  /** Most sales in one transaction. */
  batch: number;
  /** Transactions at the same time. */
  inFlight: number;
  /** Most sales that wait; what comes on top is refused at once. */
  waiting: number;
}

/** Less time than this is not worth a transaction: the caller would be gone before the answer. */
export const MIN_BUDGET_MS = 50;

const FULL: Failure = { ok: false, failure: 'overloaded', message: 'Too many sales wait already; nothing was sold' };
const LATE: Failure = {
  ok: false,
  failure: 'overloaded',
  message: 'The call came too late to be sold; nothing was sold',
};

/**
 * Puts sales that wait at the same moment into one transaction. No timer: a lone sale goes at once, and while the
 * transactions are busy the next batch gathers.
 */
export class SalesQueue {
  private waiting: Waiting[] = [];
  private inFlight = 0;
  private scheduled = false;

  constructor(
    private readonly sell: (items: SaleItem[], timeoutMs: number) => Promise<SaleOutcome[]>,
    private readonly limits: QueueLimits,
    private readonly now: () => number = Date.now,
  ) {}

  /** Resolves with the outcome; never rejects. */
  submit(item: SaleItem, deadline: number): Promise<SaleOutcome> {
    if (deadline - this.now() < MIN_BUDGET_MS) return Promise.resolve(LATE);
    if (this.waiting.length >= this.limits.waiting) return Promise.resolve(FULL);
    return new Promise((answer) => {
      this.waiting.push({ item, deadline, answer });
      this.schedule();
    });
  }

  /** After everything that arrived in this turn of the event loop: calls that came together go together. */
  private schedule(): void {
    if (this.scheduled || this.inFlight >= this.limits.inFlight) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.start();
    });
  }

  private start(): void {
    while (this.waiting.length > 0 && this.inFlight < this.limits.inFlight) {
      const batch = this.withoutLate(this.waiting.splice(0, this.limits.batch));
      if (batch.length > 0) void this.run(batch);
    }
  }

  private withoutLate(batch: Waiting[]): Waiting[] {
    const latest = this.now() + MIN_BUDGET_MS;
    return batch.filter(({ deadline, answer }) => {
      if (deadline >= latest) return true;
      answer(LATE);
      return false;
    });
  }

  private async run(batch: Waiting[]): Promise<void> {
    this.inFlight++;
    const lastDeadline = Math.max(...batch.map(({ deadline }) => deadline));
    const outcomes = await this.sell(
      batch.map(({ item }) => item),
      lastDeadline - this.now(),
    );
    this.inFlight--;
    batch.forEach(({ answer }, index) => {
      answer(outcomes[index] as SaleOutcome);
    });
    this.schedule();
  }
}
