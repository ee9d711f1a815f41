import { allOf, Batcher, behindRunning, slots, waitingAtMost } from '@app/batching';
import type { Failure } from '@app/contracts';

/** A request that waits for its batch. */
interface Waiting<Item> {
  item: Item;
  /** Milliseconds since the epoch; after it the answer is not read. */
  deadline: number;
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
 * Puts requests that wait at the same moment into one transaction. A lone one goes at once; a full batch, or one behind a
 * transaction that takes unusually long, goes beside it.
 */
export class BatchQueue<Item, Outcome> {
  private readonly now: () => number;
  private readonly batcher: Batcher<Waiting<Item>, Outcome | Failure>;

  /** @param work must not reject */
  constructor(
    work: (items: Item[], timeoutMs: number) => Promise<Outcome[]>,
    { batch, inFlight, patienceMs, waiting }: QueueLimits,
    now: () => number = Date.now,
  ) {
    this.now = now;
    this.batcher = new Batcher<Waiting<Item>, Outcome | Failure>({
      run: (requests) => work(itemsOf(requests), lastDeadlineOf(requests) - now()),
      maxBatch: batch,
      gather: allOf(slots(inFlight), behindRunning({ patienceMs, fullBeside: inFlight })),
      shed: {
        overloaded: waitingAtMost(waiting),
        expired: (request) => this.isLate(request),
        refuse: (why) => (why === 'overloaded' ? FULL : LATE),
      },
      now,
    });
  }

  /** Resolves with the outcome; never rejects. */
  submit(item: Item, deadline: number): Promise<Outcome | Failure> {
    const request = { item, deadline };
    return this.isLate(request) ? Promise.resolve(LATE) : this.batcher.submit(request);
  }

  private isLate({ deadline }: Waiting<Item>): boolean {
    return deadline - this.now() < MIN_BUDGET_MS;
  }
}

const itemsOf = <Item>(requests: Waiting<Item>[]): Item[] => requests.map(({ item }) => item);

/** A batch has the time of its most patient caller. */
const lastDeadlineOf = (requests: Waiting<unknown>[]): number => Math.max(...requests.map(({ deadline }) => deadline));
