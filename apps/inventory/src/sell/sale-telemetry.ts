import type { Failure } from '@app/contracts';
import { LOGGER, type Logger, SpanKind, type TraceSpan, Tracing } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import type { SaleItem, SaleOutcome } from './sell-batch.js';

/** What operators see of sales: one span and one log line each, and the numbers. */
@Injectable()
export class SaleTelemetry {
  private readonly sales: Counter;
  private readonly outcomes: Counter<'outcome'>;
  private readonly batchSize: Histogram;
  private readonly batchSeconds: Histogram;

  constructor(
    private readonly tracing: Tracing,
    @Inject(LOGGER) private readonly logger: Logger,
    registry: Registry,
  ) {
    const registers = [registry];
    this.sales = new Counter({ name: 'inventory_sales_total', help: 'Sales recorded, each once.', registers });
    this.outcomes = new Counter({
      name: 'inventory_sale_outcomes_total',
      help: 'Answers to requests to sell: sold, replayed, or the code of the failure.',
      labelNames: ['outcome'],
      registers,
    });
    this.batchSize = new Histogram({
      name: 'inventory_batch_size',
      help: 'Sales in one transaction.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    });
    this.batchSeconds = new Histogram({
      name: 'inventory_batch_duration_seconds',
      help: 'From the start of a batch to its last answer.',
      buckets: [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 2, 4],
      registers,
    });
  }

  start(parent: string | undefined): TraceSpan {
    return this.tracing.start('decrease_stock', SpanKind.SERVER, parent);
  }

  end(span: TraceSpan, outcome: SaleOutcome): void {
    span.end(outcome.ok ? undefined : outcome.failure);
    if (!outcome.ok) {
      this.outcomes.inc({ outcome: outcome.failure });
      return;
    }
    this.outcomes.inc({ outcome: outcome.replayed ? 'replayed' : 'sold' });
    if (outcome.replayed) return;
    this.sales.inc();
    const { order_id, product_id, quantity, sale_id } = outcome.sale;
    this.logger.info({ trace_id: span.traceId, order_id, product_id, quantity, sale_id }, 'sale recorded');
  }

  /** A request that was not even tried. */
  refused(failure: Failure): Failure {
    this.outcomes.inc({ outcome: failure.failure });
    return failure;
  }

  async batch(items: SaleItem[], sell: () => Promise<SaleOutcome[]>): Promise<SaleOutcome[]> {
    this.batchSize.observe(items.length);
    const end = this.batchSeconds.startTimer();
    const outcomes = await sell();
    end();
    return outcomes;
  }
}
