import { type Failure, isFault } from '@app/contracts';
import {
  LOGGER,
  type Logger,
  SpanKind,
  type Subject,
  shopAttributes,
  type TraceSpan,
  Tracing,
} from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { SaleOutcome } from './sale.grpc.mapper.js';
import type { RecordedSale } from './sale.js';

/** What operators see of sales: one span and one log line each, and the numbers. */
@Injectable()
export class SaleTelemetry {
  private readonly tracing: Tracing;
  private readonly logger: Logger;
  private readonly sales: Counter;
  private readonly outcomes: Counter<'outcome'>;

  constructor(tracing: Tracing, @Inject(LOGGER) logger: Logger, registry: Registry) {
    this.tracing = tracing;
    this.logger = logger;
    const registers = [registry];
    this.sales = new Counter({ name: 'inventory_sales_total', help: 'Sales recorded, each once.', registers });
    this.outcomes = new Counter({
      name: 'inventory_sale_outcomes_total',
      help: 'Answers to requests to sell: sold, replayed, or the code of the failure.',
      labelNames: ['outcome'],
      registers,
    });
  }

  start(request: Subject, parent: string | undefined): TraceSpan {
    return this.tracing.start('decrease_stock', SpanKind.SERVER, { parent, attributes: () => shopAttributes(request) });
  }

  end(span: TraceSpan, outcome: SaleOutcome): void {
    const word = wordFor(outcome);
    span.end(outcome.ok || !isFault(outcome.failure) ? undefined : word, () => shopAttributes({ outcome: word }));
    this.outcomes.inc({ outcome: word });
    if (!outcome.ok || outcome.replayed) return;
    this.recorded(outcome.sale, span.traceId);
  }

  /** A sale that is new in the ledger, of whichever kind: each is counted once. */
  recorded({ order_id, line, product_id, quantity, sale_id }: RecordedSale, trace_id: string): void {
    this.sales.inc();
    const ofOrder = line === 0 ? {} : { line };
    this.logger.info({ trace_id, order_id, ...ofOrder, product_id, quantity, sale_id }, 'sale recorded');
  }

  /** A request that was not even tried. */
  refused(failure: Failure): Failure {
    this.outcomes.inc({ outcome: failure.failure });
    return failure;
  }
}

function wordFor(outcome: SaleOutcome): string {
  if (!outcome.ok) return outcome.failure;
  return outcome.replayed ? 'replayed' : 'sold';
}
