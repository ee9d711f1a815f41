import { after } from '@app/base';
import { allOf, Batcher, paced, slots, waitingAtMost } from '@app/batching';
import { type Logger, SpanKind, type Tracing } from '@app/observability';
import type { ConfirmedEvent, EventFailure, Outbox, OutboxAnswer } from './outbox.js';

const EVERY_MS = 100;
const RETRY_MS = 1_000;
const MAX_IDS = 1_000;
const MAX_WAITING = 20_000;

const NOTHING_TO_ANSWER = { refuse: () => undefined };
const BATCHES = { maxBatch: MAX_IDS, gather: allOf(slots(1), paced(EVERY_MS)) };

/**
 * Reports to the outbox which events the broker has confirmed, so that it deletes them, and which ones it refused. What cannot be
 * reported waits, within a bound: an event that is never acknowledged is published again by a sweep, and consumers know it.
 */
export class AcknowledgeEvents {
  private readonly confirmedIds: Batcher<ConfirmedEvent, undefined>;
  private readonly failures: Batcher<EventFailure, undefined>;
  private readonly ending = new AbortController();

  private readonly outbox: Outbox;
  private readonly tracing: Tracing;
  private readonly logger: Logger;

  constructor(outbox: Outbox, tracing: Tracing, logger: Logger, onAcknowledged: (count: number) => void) {
    this.outbox = outbox;
    this.tracing = tracing;
    this.logger = logger;
    this.confirmedIds = new Batcher({
      ...BATCHES,
      shed: { ...NOTHING_TO_ANSWER, overloaded: waitingAtMost(MAX_WAITING) },
      run: async (events) => {
        if (await this.acknowledge(events)) onAcknowledged(events.length);
        return [];
      },
    });
    this.failures = new Batcher({
      ...BATCHES,
      shed: { ...NOTHING_TO_ANSWER, overloaded: waitingAtMost(MAX_IDS) },
      run: async (failures) => {
        await this.tell(() => outbox.report(failures));
        return [];
      },
    });
  }

  /** The broker has this event. */
  confirmed(event: ConfirmedEvent): void {
    void this.confirmedIds.submit(event);
  }

  /** The broker refused this event, or did not answer. */
  failed(event_id: string, reason: string): void {
    void this.failures.submit({ event_id, reason });
  }

  /** For the end: what waits now, tried once. */
  async flushAll(): Promise<void> {
    this.ending.abort();
    await Promise.all([this.confirmedIds.drain(), this.failures.drain()]);
  }

  private async acknowledge(events: ConfirmedEvent[]): Promise<boolean> {
    const links = events.map(({ traceparent }) => traceparent);
    const span = this.tracing.start('acknowledge events', SpanKind.CLIENT, { links });
    const ids = events.map(({ event_id }) => event_id);
    const told = await this.tell(() => this.outbox.acknowledge(ids, span.traceparent));
    span.end(told ? undefined : 'not acknowledged');
    return told;
  }

  /** Again each second, until the outbox takes it; true when it did. */
  private async tell(send: () => Promise<OutboxAnswer<unknown>>): Promise<boolean> {
    for (let tries = 0; ; tries++) {
      const answer = this.outbox.unreachable ? UNREACHABLE : await send();
      if (answer.ok) return true;
      if (tries === 0) this.logger.warn({ reason: answer.reason }, 'confirmed events cannot be acknowledged now');
      if (this.ending.signal.aborted) return false;
      await after(RETRY_MS, this.ending.signal);
    }
  }
}

const UNREACHABLE = { ok: false, reason: 'the outbox is not reachable' } as const;
