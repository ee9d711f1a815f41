import type { ProductSold } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { NotificationsMetrics } from '../metrics.js';
import { oneLine } from './render-sale-email.js';

/** One line, and one count, for each mail that went out. */
@Injectable()
export class EmailLog {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: NotificationsMetrics,
  ) {}

  sent(event: ProductSold, mail: { to: string; subject: string }, trace_id: string): void {
    const { event_id, product_id, quantity, occurred_at } = event;
    const order_id = oneLine(event.order_id);
    this.metrics.emailSent(occurred_at);
    this.logger.info(
      { trace_id, event_id, order_id, product_id, quantity },
      `[EMAIL] to ${mail.to}: "${mail.subject}" (order ${order_id}, product ${oneLine(event.product_name)}, quantity ${quantity})`,
    );
  }
}
