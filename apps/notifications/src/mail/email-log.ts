import { afterEffect, LOGGER, type Logger, logTogether } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { NotificationsMetrics } from '../metrics.js';
import type { AddressedNotice } from './notice.js';

/** One line, and one count, for each mail that went out. */
@Injectable()
export class EmailLog {
  private readonly logger: Logger;
  private readonly metrics: NotificationsMetrics;

  constructor(@Inject(LOGGER) logger: Logger, metrics: NotificationsMetrics) {
    this.logger = logger;
    this.metrics = metrics;
  }

  /** Returns when the lines have left the process, in one write. */
  sent(notices: readonly AddressedNotice[]): void {
    logTogether(this.logger, () => {
      for (const notice of notices) this.write(notice);
    });
    afterEffect(this.logger, () => this.metrics.emailsSent(notices.map(({ occurredAt }) => occurredAt)));
  }

  private write({ eventId, traceId, recipient, subject, line }: AddressedNotice): void {
    this.logger.info(
      { trace_id: traceId, event_id: eventId, ...line.fields },
      `[EMAIL] to ${recipient}: "${subject}" (${line.about})`,
    );
  }
}
