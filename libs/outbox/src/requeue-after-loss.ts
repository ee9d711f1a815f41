import { setTimeout as delay } from 'node:timers/promises';
import type { LostQueue } from '@app/messaging';
import type { Logger } from '@app/observability';
import type { Outbox } from './outbox.js';

const AGAIN_MS = 2_000;
/** An event is published some time after it happened, and the clocks of two machines differ. */
const MARGIN_MS = 60_000;

/**
 * When a work queue was deleted, the broker confirmed events that reached the other queues only. The outbox takes the events of
 * that time again, and the sweep publishes them; who had them already ignores them.
 */
export class RequeueAfterLoss {
  private readonly outbox: Outbox;
  private readonly logger: Logger;
  private readonly sweep: () => Promise<void>;
  private readonly stopping = new AbortController();

  constructor(outbox: Outbox, logger: Logger, sweep: () => Promise<void>) {
    this.outbox = outbox;
    this.logger = logger;
    this.sweep = sweep;
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Until the outbox has done it: nothing else will. */
  async requeue({ queue, since, until }: LostQueue): Promise<void> {
    const from = new Date(since.getTime() - MARGIN_MS);
    const range = { queue, from: from.toISOString(), to: until.toISOString() };
    for (; !this.stopping.signal.aborted; await delay(AGAIN_MS)) {
      const answer = await this.outbox.requeue(from, until);
      if (answer.ok) {
        this.logger.warn({ ...range, requeued: answer.value }, 'events of a lost queue come again');
        return this.sweep();
      }
      this.logger.warn({ queue, reason: answer.reason }, 'events of a lost queue cannot be requeued now');
    }
  }
}
