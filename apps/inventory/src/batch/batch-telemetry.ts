import { databaseAttributes, SpanKind, Tracing } from '@app/observability';
import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import type { StockItem, StockOutcome } from './stock-item.js';

const DATABASE = databaseAttributes('postgresql', 'inventory_db');

/** What operators see of transactions: a span with a link to each request, how many share one, and how long it takes. */
@Injectable()
export class BatchTelemetry {
  private readonly size: Histogram;
  private readonly seconds: Histogram;

  private readonly tracing: Tracing;

  constructor(tracing: Tracing, registry: Registry) {
    this.tracing = tracing;
    const registers = [registry];
    this.size = new Histogram({
      name: 'inventory_batch_size',
      help: 'Requests (sales, reservations, confirmations, releases, expiries, returns) in one transaction.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    });
    this.seconds = new Histogram({
      name: 'inventory_batch_duration_seconds',
      help: 'From the start of a batch to its last answer.',
      buckets: [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 2, 4],
      registers,
    });
  }

  async batch(items: StockItem[], run: () => Promise<StockOutcome[]>): Promise<StockOutcome[]> {
    this.size.observe(items.length);
    const end = this.seconds.startTimer();
    const links = items.map(({ traceparent }) => traceparent);
    const span = this.tracing.start('stock batch', SpanKind.CLIENT, { links, attributes: DATABASE });
    const outcomes = await run();
    span.end();
    end();
    return outcomes;
  }
}
