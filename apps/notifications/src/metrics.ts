import { secondsSince } from '@app/observability';
import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** What notifications counts. */
@Injectable()
export class NotificationsMetrics {
  private readonly sent: Counter;
  private readonly duplicates: Counter;
  private readonly notSent: Counter<'outcome'>;
  private readonly lag: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.sent = new Counter({ name: 'notifications_emails_sent_total', help: 'Mails that went out.', registers });
    this.duplicates = new Counter({
      name: 'notifications_duplicate_events_total',
      help: 'Events whose mail had gone out already.',
      registers,
    });
    this.notSent = new Counter({
      name: 'notifications_attempts_failed_total',
      help: 'Attempts that did not send a mail, by outcome.',
      labelNames: ['outcome'],
      registers,
    });
    this.lag = new Histogram({
      name: 'notifications_event_lag_seconds',
      help: 'From the sale to its mail.',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800],
      registers,
    });
  }

  emailsSent(occurredAt: readonly string[]): void {
    this.sent.inc(occurredAt.length);
    for (const at of occurredAt) this.lag.observe(secondsSince(at));
  }

  duplicate(): void {
    this.duplicates.inc();
  }

  attemptFailed(outcome: string): void {
    this.notSent.inc({ outcome });
  }
}
