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
import { FiguresRepository } from '../figures/figures.mongo.repository.js';
import { KeepFiguresFresh } from '../figures/keep-figures-fresh.js';
import { AnalyticsMetrics } from '../metrics.js';
import type { InsertOutcome } from './classify-insert.mongo.js';
import { type SaleDocument, saleEvent, toSaleDocument } from './sale-document.mongo.js';
import { SalesEventsRepository } from './sales-events.mongo.repository.js';

type Work = { span: TraceSpan; sale: SaleDocument } | { span: TraceSpan; poison: Park };
type Stored = InsertOutcome | { outcome: 'database-down'; reason: string };

/** Every sale becomes one document, however often its event comes. */
@Controller()
export class RecordSaleWhenProductSold {
  constructor(
    private readonly salesEvents: SalesEventsRepository,
    private readonly figures: FiguresRepository,
    private readonly keepFiguresFresh: KeepFiguresFresh,
    private readonly metrics: AnalyticsMetrics,
    private readonly tracing: Tracing,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Decides after the write is durable: what it returns is acknowledged. One batch is read while another is written. */
  @OnEvent('product_sold', { batch: { max: 200, waitMs: 20 }, concurrency: 2 })
  async record(deliveries: Delivery[]): Promise<Disposition[]> {
    const work = deliveries.map((delivery) => this.#read(delivery));
    const stored = await this.#store(work.flatMap((one) => ('sale' in one ? [one.sale] : [])));
    return work.map((one) => {
      const disposition = 'poison' in one ? one.poison : this.#settle(one.sale, stored.get(one.sale));
      one.span.end(problemOf(disposition), 'sale' in one ? shopAttributes(one.sale) : {});
      return disposition;
    });
  }

  #read(delivery: Delivery): Work {
    const span = this.tracing.start(
      'process product_sold',
      SpanKind.CONSUMER,
      delivery.traceparent,
      messagingAttributes('process', {
        destination: EXCHANGES.events,
        routingKey: delivery.type,
        messageId: delivery.messageId,
      }),
    );
    const read = readEvent('product_sold', delivery);
    if ('poison' in read) return { span, poison: read.poison };
    return { span, sale: toSaleDocument(read.event, span.traceId, new Date()) };
  }

  async #store(sales: SaleDocument[]): Promise<Map<SaleDocument, Stored>> {
    if (sales.length === 0) return new Map();
    const done = this.metrics.insertStarted();
    const result = await this.salesEvents.insert(sales);
    done();
    const down = (reason: string): Stored => ({ outcome: 'database-down', reason });
    if (!result.ok) return new Map(sales.map((sale) => [sale, down(result.reason)]));
    const unnoted = await this.#note(sales.filter((_, i) => isStored(result.outcomes[i])));
    const outcomeOf = (outcome: InsertOutcome): Stored => (unnoted && isStored(outcome) ? down(unnoted) : outcome);
    return new Map(sales.map((sale, i) => [sale, outcomeOf(result.outcomes[i] as InsertOutcome)]));
  }

  /**
   * After the documents are stored and before they are acknowledged, those that were stored before included: whoever
   * stored them may have died before this line.
   * @returns why it could not be done
   */
  async #note(sales: SaleDocument[]): Promise<string | undefined> {
    if (sales.length === 0) return undefined;
    try {
      this.keepFiguresFresh.marked(await this.figures.note(sales.map(saleEvent)));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #settle(sale: SaleDocument, stored: Stored = { outcome: 'failed', reason: 'no outcome' }): Disposition {
    const { event_id, order_id, product_id, quantity, trace_id } = sale;
    switch (stored.outcome) {
      case 'inserted':
        afterEffect(this.logger, () => {
          this.metrics.saleRecorded(sale.occurred_at);
          this.logger.info({ trace_id, event_id, order_id, product_id, quantity }, 'sale recorded');
        });
        return 'ack';
      case 'duplicate':
        afterEffect(this.logger, () => {
          this.metrics.duplicate();
          this.logger.info({ event: 'duplicate_sale_event', trace_id, event_id, order_id }, 'sale was recorded before');
        });
        return 'ack';
      case 'refused':
        return { park: stored.reason, kind: 'document-refused' };
      case 'key-taken':
        return { retry: 'another document has one of its unique keys' };
      case 'failed':
        return { retry: stored.reason };
      case 'database-down':
        return { hold: `MongoDB: ${stored.reason}`, probe: () => this.salesEvents.answers() };
    }
  }
}

const isStored = (outcome: InsertOutcome | undefined): boolean =>
  outcome?.outcome === 'inserted' || outcome?.outcome === 'duplicate';

function problemOf(disposition: Disposition): string | undefined {
  if (disposition === 'ack') return undefined;
  if ('park' in disposition) return disposition.park;
  return 'retry' in disposition ? disposition.retry : disposition.hold;
}
