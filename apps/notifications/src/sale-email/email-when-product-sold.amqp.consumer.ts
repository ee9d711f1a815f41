import type { ProductSold } from '@app/contracts';
import { type Delivery, type Disposition, OnEvent, readEvent } from '@app/messaging';
import { LOGGER, type Logger, SpanKind, Tracing } from '@app/observability';
import { Controller, Inject } from '@nestjs/common';
import { MailSender } from '../mail/mail-sender.js';
import { NotificationsMetrics } from '../metrics.js';
import { type ClaimRequest, ClaimsRepository } from './claims.pg.repository.js';
import { type SaleEmailOutcome, SendSaleEmail } from './send-sale-email.js';

/** What to do with a mail that may have gone out: send it again, or leave it to an operator. */
export abstract class UnknownOutcomePolicy {
  abstract readonly onUnknown: 'resend' | 'hold';
}

/** Every sale is told of by one mail, however often its event comes. The lines of an order are told of by the order's mail. */
@Controller()
export class EmailWhenProductSold {
  constructor(
    private readonly saleEmail: SendSaleEmail,
    private readonly claims: ClaimsRepository,
    private readonly mailSender: MailSender,
    private readonly policy: UnknownOutcomePolicy,
    private readonly metrics: NotificationsMetrics,
    private readonly tracing: Tracing,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Decides after the mail is sent and recorded: what it returns is acknowledged. */
  @OnEvent('product_sold')
  async email(delivery: Delivery): Promise<Disposition> {
    const read = readEvent('product_sold', delivery);
    if ('poison' in read) return read.poison;
    const { event } = read;
    if (event.line !== undefined) return 'ack';
    const span = this.tracing.start('process product_sold', SpanKind.CONSUMER, delivery.traceparent);
    const outcome = await this.saleEmail.send(event, this.#resend(delivery), span.traceId);
    span.end('reason' in outcome ? outcome.reason : undefined);
    this.#report(event, outcome, span.traceId);
    return this.#dispositionOf(outcome);
  }

  /** A dead letter that an operator gives back is the wish to send it, whatever the policy says. */
  #resend({ headers }: Delivery): ClaimRequest['resend'] {
    if (this.policy.onUnknown === 'resend') return 'always';
    const askedAt = new Date(String(headers['x-replayed-at']));
    return Number.isNaN(askedAt.getTime()) ? 'never' : { askedAt };
  }

  #report({ event_id, order_id }: ProductSold, outcome: SaleEmailOutcome, trace_id: string): void {
    if (outcome.outcome === 'sent') return;
    if (outcome.outcome === 'sent-before') {
      this.metrics.duplicate();
      this.logger.info({ event: 'duplicate_sale_event', trace_id, event_id, order_id }, 'the mail went out before');
      return;
    }
    this.metrics.attemptFailed(outcome.outcome);
    const reason = 'reason' in outcome ? outcome.reason : undefined;
    this.logger.warn({ trace_id, event_id, order_id, outcome: outcome.outcome, reason }, 'no mail this time');
  }

  #dispositionOf(outcome: SaleEmailOutcome): Disposition {
    switch (outcome.outcome) {
      case 'sent':
      case 'sent-before':
        return 'ack';
      case 'being-sent':
        // Who claimed it and died is given up after its lease, a minute at most.
        return { retry: 'it is being sent', atMost: '30s' };
      case 'deferred':
        return { retry: outcome.reason };
      case 'rejected':
        return { park: outcome.reason, kind: 'smtp-rejected' };
      case 'invalid':
        return { park: outcome.reason, kind: 'data' };
      case 'unknown':
        return this.policy.onUnknown === 'resend'
          ? { retry: outcome.reason }
          : { park: outcome.reason, kind: 'unknown-outcome' };
      case 'unreachable':
        return { hold: `SMTP: ${outcome.reason}`, probe: () => this.mailSender.reachable() };
      case 'database-down':
        return {
          hold: `PostgreSQL: ${outcome.reason}`,
          probe: async () => (await this.claims.unavailable()) === undefined,
        };
    }
  }
}
