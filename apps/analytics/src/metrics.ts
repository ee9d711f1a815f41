import { secondsSince } from '@app/observability';
import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** What analytics counts. */
@Injectable()
export class AnalyticsMetrics {
  private readonly recorded: Counter;
  private readonly duplicates: Counter;
  private readonly lag: Histogram;
  private readonly insertSeconds: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.recorded = new Counter({
      name: 'analytics_sales_recorded_total',
      help: 'Sales stored, each counted once.',
      registers,
    });
    this.duplicates = new Counter({
      name: 'analytics_duplicate_events_total',
      help: 'Events whose sale was stored already.',
      registers,
    });
    this.lag = new Histogram({
      name: 'analytics_event_lag_seconds',
      help: 'From the sale to its document.',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800],
      registers,
    });
    this.insertSeconds = new Histogram({
      name: 'analytics_insert_duration_seconds',
      help: 'One write of a batch, durable.',
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 10],
      registers,
    });
  }

  saleRecorded(occurredAt: Date): void {
    this.recorded.inc();
    this.lag.observe(secondsSince(occurredAt.toISOString()));
  }

  duplicate(): void {
    this.duplicates.inc();
  }

  /** Starts a clock; call the result when the write is done. */
  insertStarted(): () => void {
    return this.insertSeconds.startTimer();
  }
}
