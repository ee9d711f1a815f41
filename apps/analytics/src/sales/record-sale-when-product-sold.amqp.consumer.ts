import { type Delivery, type Disposition, EXCHANGES, OnEvent, type Park, readEvent } from '@app/messaging';
import {
  afterEffect,
  LOGGER,
  type Logger,
  messagingAttributes,
  SpanKind,
  shopAttributes,
  type TraceSpan,
  Tracing,
} from '@app/observability';
import { Controller, Inject } from '@nestjs/common';
import { dispositionOf, problemOf, RecordAndNote, type Stored } from '../figures/record-and-note.js';
import { AnalyticsMetrics } from '../metrics.js';
import { type SaleDocument, saleEvent, toSaleDocument } from './sale-document.mongo.js';
import { SalesEventsRepository } from './sales-events.mongo.repository.js';
import { startInsert } from './start-insert.js';

type Work = { span: TraceSpan; sale: SaleDocument } | { span: TraceSpan; poison: Park };

/** Every sale becomes one document, however often its event comes. */
@Controller()
export class RecordSaleWhenProductSold {
  private readonly salesEvents: SalesEventsRepository;
  private readonly documents: RecordAndNote;
  private readonly metrics: AnalyticsMetrics;
  private readonly tracing: Tracing;
  private readonly logger: Logger;

  constructor(
    salesEvents: SalesEventsRepository,
    documents: RecordAndNote,
    metrics: AnalyticsMetrics,
    tracing: Tracing,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.salesEvents = salesEvents;
    this.documents = documents;
    this.metrics = metrics;
    this.tracing = tracing;
    this.logger = logger;
  }

  /** Decides after the write is durable: what it returns is acknowledged. One batch is read while another is written. */
  @OnEvent('product_sold', { batch: { max: 300, waitMs: 120 }, concurrency: 2 })
  async record(deliveries: Delivery[]): Promise<Disposition[]> {
    const work = deliveries.map((delivery) => this.read(delivery));
    const stored = await this.store(work.flatMap((one) => ('sale' in one ? [one] : [])));
    return work.map((one) => {
      const disposition = 'poison' in one ? one.poison : this.settle(one.sale, stored.get(one.sale));
      one.span.end(problemOf(disposition), 'sale' in one ? shopAttributes(one.sale) : {});
      return disposition;
    });
  }

  private read(delivery: Delivery): Work {
    const span = this.tracing.start('process product_sold', SpanKind.CONSUMER, {
      parent: delivery.traceparent,
      attributes: () =>
        messagingAttributes('process', {
          destination: EXCHANGES.events,
          routingKey: delivery.type,
          messageId: delivery.messageId,
        }),
    });
    const read = readEvent('product_sold', delivery);
    if ('poison' in read) return { span, poison: read.poison };
    return { span, sale: toSaleDocument(read.event, span.traceId, new Date()) };
  }

  private async store(work: { span: TraceSpan; sale: SaleDocument }[]): Promise<Map<SaleDocument, Stored>> {
    if (work.length === 0) return new Map();
    const done = this.metrics.insertStarted();
    const insert = startInsert(this.tracing, 'sales_events', work);
    const sales = work.map(({ sale }) => sale);
    const stored = await this.documents.record(this.salesEvents, sales, (sale) => [saleEvent(sale)]);
    insert.end();
    done();
    return stored;
  }

  private settle(sale: SaleDocument, stored: Stored | undefined): Disposition {
    const { event_id, order_id, product_id, quantity, trace_id } = sale;
    afterEffect(this.logger, () => {
      if (stored?.outcome === 'inserted') {
        this.metrics.saleRecorded(sale.occurred_at);
        this.logger.info({ trace_id, event_id, order_id, product_id, quantity }, 'sale recorded');
      } else if (stored?.outcome === 'duplicate') {
        this.metrics.duplicate();
        this.logger.info({ event: 'duplicate_sale_event', trace_id, event_id, order_id }, 'sale was recorded before');
      }
    });
    return dispositionOf(stored, () => this.salesEvents.answers());
  }
}
