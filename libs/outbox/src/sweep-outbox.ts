import { type Logger, SpanKind, type Tracing } from '@app/observability';
import type { Outbox, RecordedEvent } from './outbox.js';

const EVERY_MS = 2_000;
const BATCH = 200;

/** What a sweep needs of the publisher. */
export interface SweepTarget {
  readonly ready: boolean;
  publish(event: RecordedEvent, sweep: string): Promise<boolean>;
}

/**
 * Publishes what is still unpublished: the outbox hands out events whose lease has passed and that are not acknowledged, each
 * to one process at a time.
 */
export class SweepOutbox {
  private readonly outbox: Outbox;
  private readonly target: SweepTarget;
  private readonly tracing: Tracing;
  private readonly logger: Logger;
  private readonly onSwept: (count: number) => void;
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private stopped = false;

  constructor(outbox: Outbox, target: SweepTarget, tracing: Tracing, logger: Logger, onSwept: (count: number) => void) {
    this.outbox = outbox;
    this.target = target;
    this.tracing = tracing;
    this.logger = logger;
    this.onSwept = onSwept;
  }

  start(): void {
    this.sweepLater();
  }

  /** Resolves when the sweep under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  /** One sweep at a time, until nothing is due. */
  sweep(): Promise<void> {
    this.sweeping ??= this.publishDue().finally(() => {
      this.sweeping = undefined;
    });
    return this.sweeping;
  }

  private sweepLater(): void {
    if (this.stopped) return;
    const jitter = 0.8 + Math.random() * 0.4;
    this.timer = setTimeout(() => void this.sweep().then(() => this.sweepLater()), EVERY_MS * jitter);
  }

  private async publishDue(): Promise<void> {
    let more = true;
    while (more && !this.stopped && this.target.ready && !this.outbox.unreachable) more = await this.publishBatch();
  }

  /** True when there is more and the broker took all of this. */
  private async publishBatch(): Promise<boolean> {
    const answer = await this.outbox.claim(BATCH);
    if (!answer.ok) {
      this.logger.warn({ reason: answer.reason }, 'the outbox cannot be swept now');
      return false;
    }
    const events = answer.value;
    if (events.length === 0) return false;
    this.onSwept(events.length);
    const span = this.tracing.start('sweep outbox', SpanKind.INTERNAL);
    const published = await Promise.all(events.map((event) => this.target.publish(event, span.traceparent)));
    span.end();
    this.logger.info({ claimed: events.length, published: published.filter(Boolean).length }, 'outbox swept');
    return events.length === BATCH && published.every(Boolean);
  }
}
