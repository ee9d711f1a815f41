import { within } from '@app/base';
import { type EventPublisher, EXCHANGES, type PublishResult } from '@app/messaging';
import { type Logger, messagingAttributes, SpanKind, type Tracing, traceIdOf } from '@app/observability';
import { Counter, type Registry } from 'prom-client';
import { AcknowledgeEvents } from './acknowledge-events.js';
import type { Outbox, RecordedEvent } from './outbox.js';
import type { PublishWatch } from './publish-watch.js';
import { RequeueAfterLoss } from './requeue-after-loss.js';
import { SweepOutbox } from './sweep-outbox.js';

const DRAIN_MS = 5_000;

/** The state of the connection, not the fault of one event: the sweep publishes it when the broker is back. */
const BROKER_AWAY = new Set(['down', 'blocked', 'saturated', 'closed']);

/** What an {@link OutboxPublisher} works with. */
export interface OutboxPublisherOptions {
  outbox: Outbox;
  publisher: EventPublisher;
  tracing: Tracing;
  logger: Logger;
  registry: Registry;
  /** Prefix of its metrics: `<prefix>_events_acknowledged_total`, `<prefix>_events_swept_total`. */
  metricsPrefix: string;
  /** False when another process sweeps this outbox; what is published here is acknowledged all the same (true). */
  sweeps?: boolean;
  watch?: PublishWatch;
}

/**
 * Empties an outbox: publishes recorded events, acknowledges each one after the broker has confirmed it, never before, and
 * sweeps what was left behind. A provider of Nest: it starts with the application, stops sweeping before shutdown, and at its
 * end waits for what is in flight.
 */
export class OutboxPublisher {
  private readonly options: OutboxPublisherOptions;
  private readonly acknowledge: AcknowledgeEvents;
  private readonly sweeper: SweepOutbox;
  private readonly requeueing: RequeueAfterLoss;
  private readonly listeners: (() => void)[] = [];
  private waiting: RecordedEvent[] = [];
  private inFlight = 0;
  private drained: (() => void) | undefined;

  constructor(options: OutboxPublisherOptions) {
    this.options = options;
    const { outbox, logger, publisher, tracing } = options;
    const count = countersOf(options);
    const publish = (event: RecordedEvent, sweep: string) => this.publish(event, sweep);
    const target = {
      get ready() {
        return publisher.ready;
      },
      publish,
    };
    this.acknowledge = new AcknowledgeEvents(outbox, tracing, logger, count.acknowledged);
    this.sweeper = new SweepOutbox(outbox, target, tracing, logger, count.swept);
    this.requeueing = new RequeueAfterLoss(outbox, logger, () => this.sweeper.sweep());
  }

  /** Publishes after the answers of this turn of the event loop are on their way, all of its events in one go. */
  publishSoon(event: RecordedEvent): void {
    if (this.waiting.push(event) === 1) setImmediate(() => this.publishWaiting());
  }

  /**
   * True when the broker has confirmed it. Without a broker nothing is kept here: the outbox has the event.
   * @param sweep traceparent of the sweep that found it: the event goes on in its own trace, with a link to the sweep
   */
  async publish({ event_id, type, body, traceparent }: RecordedEvent, sweep?: string): Promise<boolean> {
    const { tracing, publisher } = this.options;
    const message = { destination: EXCHANGES.events, routingKey: type, messageId: event_id };
    const attributes = () => messagingAttributes('send', message);
    const span = tracing.start(`publish ${type}`, SpanKind.PRODUCER, {
      parent: traceparent,
      links: [sweep],
      attributes,
    });
    this.inFlight++;
    this.options.watch?.published(event_id);
    const headers = { traceparent: span.traceparent, 'x-attempt': 0 };
    const result = await publisher.publish({ type, body, messageId: event_id, headers });
    this.inFlight--;
    span.end(result.ok ? undefined : result.failure);
    if (result.ok) {
      this.options.watch?.confirmed(event_id);
      this.acknowledge.confirmed({ event_id, traceparent: span.traceparent });
    } else this.notPublished(event_id, result, traceparent);
    if (this.inFlight === 0) this.drained?.();
    return result.ok;
  }

  onApplicationBootstrap(): void {
    if (this.options.sweeps === false) return;
    const { publisher } = this.options;
    this.listeners.push(
      publisher.onReady(() => void this.sweeper.sweep()),
      publisher.onQueueLost((lost) => void this.requeueing.requeue(lost)),
    );
    this.sweeper.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const stopListening of this.listeners.splice(0)) stopListening();
    this.requeueing.stop();
    await this.sweeper.stop();
  }

  /** Nothing is recorded any more: waits for what is in flight, then acknowledges it. */
  async onApplicationShutdown(): Promise<void> {
    this.publishWaiting();
    if (this.inFlight > 0) await this.drain();
    await this.acknowledge.flushAll();
  }

  private publishWaiting(): void {
    const events = this.waiting;
    this.waiting = [];
    if (!this.options.publisher.ready) return;
    for (const event of events) void this.publish(event);
  }

  private notPublished(event_id: string, result: Exclude<PublishResult, { ok: true }>, traceparent?: string): void {
    if (BROKER_AWAY.has(result.failure)) return;
    const reason = result.message ? `${result.failure}: ${result.message}` : result.failure;
    this.options.logger.warn({ event_id, reason, trace_id: traceIdOf(traceparent) }, 'event not published yet');
    this.acknowledge.failed(event_id, reason);
  }

  private async drain(): Promise<void> {
    const drained = new Promise<void>((resolve) => {
      this.drained = resolve;
    });
    await within(DRAIN_MS, drained, () => {});
  }
}

function countersOf({ metricsPrefix, registry }: OutboxPublisherOptions) {
  const registers = [registry];
  const acknowledged = new Counter({
    name: `${metricsPrefix}_events_acknowledged_total`,
    help: 'Events acknowledged to their outbox, because the broker has them',
    registers,
  });
  const swept = new Counter({
    name: `${metricsPrefix}_events_swept_total`,
    help: 'Events taken from the outbox because they were not acknowledged in time',
    registers,
  });
  return {
    acknowledged: (count: number) => acknowledged.inc(count),
    swept: (count: number) => swept.inc(count),
  };
}
