import { type Delivery, type Disposition, OnEvent, type Park, readEvent } from '@app/messaging';
import { afterEffect, LOGGER, type Logger, SpanKind, type TraceSpan, Tracing } from '@app/observability';
import { Controller, Inject } from '@nestjs/common';
import { dispositionOf, problemOf, RecordAndNote } from '../figures/record-and-note.js';
import { startInsert } from '../sales/start-insert.js';
import {
  type OrderEventDocument,
  type OrderEventType,
  refundsOf,
  toOrderEventDocument,
} from './order-event-document.mongo.js';
import { OrderEventsRepository } from './order-events.mongo.repository.js';

/** The first goes at once; behind it they gather, because a write costs much more than a document. */
const EXTRAS = { batch: { max: 300, waitMs: 250 } };

type Work = { span: TraceSpan; document: OrderEventDocument } | { span: TraceSpan; poison: Park };

/** Everything that happens to an order becomes one document, and money that came back is in the figures. */
@Controller()
export class RecordOrderWhenItChanged {
  private readonly orderEvents: OrderEventsRepository;
  private readonly documents: RecordAndNote;
  private readonly tracing: Tracing;
  private readonly logger: Logger;

  constructor(
    orderEvents: OrderEventsRepository,
    documents: RecordAndNote,
    tracing: Tracing,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.orderEvents = orderEvents;
    this.documents = documents;
    this.tracing = tracing;
    this.logger = logger;
  }

  @OnEvent('order_completed', EXTRAS)
  completed(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.record('order_completed', deliveries);
  }

  @OnEvent('order_rejected', EXTRAS)
  rejected(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.record('order_rejected', deliveries);
  }

  @OnEvent('order_cancelled', EXTRAS)
  cancelled(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.record('order_cancelled', deliveries);
  }

  @OnEvent('order_refunded', EXTRAS)
  refunded(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.record('order_refunded', deliveries);
  }

  @OnEvent('stock_returned', EXTRAS)
  returned(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.record('stock_returned', deliveries);
  }

  /** Decides after the write is durable: what it returns is acknowledged. */
  private async record(type: OrderEventType, deliveries: Delivery[]): Promise<Disposition[]> {
    const work = deliveries.map((delivery) => this.read(type, delivery));
    const documents = work.flatMap((one) => ('document' in one ? [one.document] : []));
    const insert = startInsert(this.tracing, 'order_events', work);
    const stored = await this.documents.record(this.orderEvents, documents, refundsOf);
    insert.end();
    return work.map((one) => {
      const disposition =
        'poison' in one ? one.poison : dispositionOf(stored.get(one.document), () => this.orderEvents.answers());
      if ('document' in one && disposition === 'ack') this.say(one.document);
      one.span.end(problemOf(disposition));
      return disposition;
    });
  }

  private read(type: OrderEventType, delivery: Delivery): Work {
    const span = this.tracing.start(`process ${type}`, SpanKind.CONSUMER, { parent: delivery.traceparent });
    const read = readEvent(type, delivery);
    if ('poison' in read) return { span, poison: read.poison };
    return { span, document: toOrderEventDocument(read.event, span.traceId, new Date()) };
  }

  private say({ trace_id, _id: event_id, type, order_id }: OrderEventDocument): void {
    afterEffect(this.logger, () => this.logger.info({ trace_id, event_id, order_id }, `${type} recorded`));
  }
}
