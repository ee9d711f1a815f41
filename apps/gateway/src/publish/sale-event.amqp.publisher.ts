import { EventPublisher, type PublishResult } from '@app/messaging';
import { LOGGER, type Logger, SpanKind, Tracing, traceIdOf } from '@app/observability';
import { Readiness } from '@app/service';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AcknowledgeEvents } from './acknowledge-events.grpc.js';
import type { RecordedEvent } from './recorded-event.js';

const DRAIN_MS = 5_000;

/** The state of the connection, not the fault of one event: the sweep publishes it when the broker is back. */
const BROKER_AWAY = new Set(['down', 'blocked', 'saturated', 'closed']);

/** Publishes product_sold and has it acknowledged once the broker has confirmed it, never before. */
@Injectable()
export class SaleEventPublisher implements OnApplicationShutdown {
  private waiting: RecordedEvent[] = [];
  private inFlight = 0;
  private drained: (() => void) | undefined;

  constructor(
    private readonly publisher: EventPublisher,
    private readonly acknowledge: AcknowledgeEvents,
    private readonly tracing: Tracing,
    @Inject(LOGGER) private readonly logger: Logger,
    readiness: Readiness,
  ) {
    // A shop without a broker sells on: only the detail says so.
    const detail = () => (publisher.ready ? 'events are published' : 'no broker: events wait in the outbox');
    readiness.add('events', () => ({ ok: true, detail: detail() }));
  }

  /** Publishes after the answers of this turn of the event loop are on their way, all of its events in one go. */
  publishSoon(event: RecordedEvent): void {
    if (this.waiting.push(event) === 1) setImmediate(() => this.publishWaiting());
  }

  /** True when the broker has confirmed it. Without a broker nothing is kept here: the outbox has the event. */
  async publish({ event_id, event, traceparent }: RecordedEvent): Promise<boolean> {
    const span = this.tracing.start('publish product_sold', SpanKind.PRODUCER, traceparent);
    this.inFlight++;
    const result = await this.publisher.publish({
      body: event,
      messageId: event_id,
      type: 'product_sold',
      headers: { traceparent: span.traceparent, 'x-attempt': 0 },
    });
    this.inFlight--;
    span.end(result.ok ? undefined : result.why);
    if (result.ok) this.acknowledge.confirmed(event_id);
    else this.notPublished(event_id, result, traceparent);
    if (this.inFlight === 0) this.drained?.();
    return result.ok;
  }

  /** Nobody sells any more: waits for what is in flight, then acknowledges it. */
  async onApplicationShutdown(): Promise<void> {
    this.publishWaiting();
    if (this.inFlight > 0) await this.drain();
    await this.acknowledge.flushAll();
  }

  private publishWaiting(): void {
    const events = this.waiting;
    this.waiting = [];
    if (!this.publisher.ready) return;
    for (const event of events) void this.publish(event);
  }

  private notPublished(event_id: string, result: Exclude<PublishResult, { ok: true }>, traceparent?: string): void {
    if (BROKER_AWAY.has(result.why)) return;
    const reason = result.detail ? `${result.why}: ${result.detail}` : result.why;
    this.logger.warn({ event_id, reason, trace_id: traceIdOf(traceparent) }, 'event not published yet');
    this.acknowledge.failed(event_id, reason);
  }

  private drain(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, DRAIN_MS);
      this.drained = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
