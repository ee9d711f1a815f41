import type { EventMap, EventType } from '@app/contracts';
import { type Delivery, type Disposition, EXCHANGES, readEvent } from '@app/messaging';
import {
  databaseAttributes,
  LOGGER,
  type Logger,
  messagingAttributes,
  SpanKind,
  shopAttributes,
  type TraceSpan,
  Tracing,
} from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { NotificationsMetrics } from '../metrics.js';
import { type ClaimRequest, ClaimsRepository } from './claims.pg.repository.js';
import { Mailer, type MailOutcome } from './mailer.js';
import type { MailRequest, Notice } from './notice.js';

/** Who gets mails, and what to do with one that may have gone out. */
export abstract class MailPolicy {
  /** Where the mail goes when the shopper gave no address. */
  abstract readonly fallback: string;
  abstract readonly owner: string;
  /** Send it again, or leave it to an operator. */
  abstract readonly onUnknown: 'resend' | 'hold';
}

type Compose<T extends EventType> = (event: EventMap[T]) => Notice | undefined;
type Work = { settled: Disposition } | { span: TraceSpan; request: MailRequest };

const DATABASE = databaseAttributes('postgresql', 'notifications_db');

/** Makes each event one mail, and decides what becomes of its message after the mail is sent and recorded. */
@Injectable()
export class NotifyByMail {
  private readonly mailer: Mailer;
  private readonly claims: ClaimsRepository;
  private readonly policy: MailPolicy;
  private readonly metrics: NotificationsMetrics;
  private readonly tracing: Tracing;
  private readonly logger: Logger;

  constructor(
    mailer: Mailer,
    claims: ClaimsRepository,
    policy: MailPolicy,
    metrics: NotificationsMetrics,
    tracing: Tracing,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.mailer = mailer;
    this.claims = claims;
    this.policy = policy;
    this.metrics = metrics;
    this.tracing = tracing;
    this.logger = logger;
  }

  /** @param compose undefined for an event without a mail */
  async notify<T extends EventType>(type: T, deliveries: Delivery[], compose: Compose<T>): Promise<Disposition[]> {
    const work = deliveries.map((delivery) => this.prepare(type, delivery, compose));
    const mails = work.flatMap((one) => ('request' in one ? [one] : []));
    const requests = mails.map(({ request }) => request);
    const outcomes = await this.send(mails);
    const outcomeOf = new Map(requests.map((request, index) => [request, outcomes[index] as MailOutcome]));
    return work.map((one) =>
      'settled' in one ? one.settled : this.settle(one, outcomeOf.get(one.request) as MailOutcome),
    );
  }

  /** Claims, sends and records, under a span with a link to each mail. */
  private async send(mails: { span: TraceSpan; request: MailRequest }[]): Promise<MailOutcome[]> {
    if (mails.length === 0) return [];
    const links = mails.map(({ span }) => span.traceparent);
    const batch = this.tracing.start('send mails', SpanKind.CLIENT, { links, attributes: DATABASE });
    const outcomes = await this.mailer.send(mails.map(({ request }) => request));
    batch.end();
    return outcomes;
  }

  private prepare<T extends EventType>(type: T, delivery: Delivery, compose: Compose<T>): Work {
    const read = readEvent(type, delivery);
    if ('poison' in read) return { settled: read.poison };
    const composed = compose(read.event);
    if (!composed) return { settled: 'ack' };
    const span = this.tracing.start(`process ${type}`, SpanKind.CONSUMER, {
      parent: delivery.traceparent,
      attributes: () => ({
        ...messagingAttributes('process', {
          destination: EXCHANGES.events,
          routingKey: delivery.type,
          messageId: delivery.messageId,
        }),
        ...shopAttributes({ order_id: composed.orderId }),
      }),
    });
    const notice = { ...composed, recipient: composed.recipient ?? this.policy.fallback, traceId: span.traceId };
    return { span, request: { notice, resend: this.resend(delivery) } };
  }

  /** A dead letter that an operator gives back is the wish to send it, whatever the policy says. */
  private resend({ headers }: Delivery): ClaimRequest['resend'] {
    if (this.policy.onUnknown === 'resend') return 'always';
    const askedAt = new Date(String(headers['x-replayed-at']));
    return Number.isNaN(askedAt.getTime()) ? 'never' : { askedAt };
  }

  private settle({ span, request }: { span: TraceSpan; request: MailRequest }, outcome: MailOutcome): Disposition {
    span.end('reason' in outcome ? outcome.reason : undefined, shopAttributes({ outcome: outcome.outcome }));
    this.report(request.notice, outcome);
    return this.dispositionOf(outcome);
  }

  private report(
    { eventId: event_id, traceId: trace_id, orderId: order_id }: MailRequest['notice'],
    outcome: MailOutcome,
  ): void {
    if (outcome.outcome === 'sent') return;
    if (outcome.outcome === 'sent-before') {
      this.metrics.duplicate();
      this.logger.info({ event: 'duplicate_event', trace_id, event_id, order_id }, 'the mail went out before');
      return;
    }
    this.metrics.attemptFailed(outcome.outcome);
    const reason = 'reason' in outcome ? outcome.reason : undefined;
    this.logger.warn({ trace_id, event_id, order_id, outcome: outcome.outcome, reason }, 'no mail this time');
  }

  private dispositionOf(outcome: MailOutcome): Disposition {
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
        return { hold: `SMTP: ${outcome.reason}`, probe: () => this.mailer.reachable() };
      case 'database-down':
        return {
          hold: `PostgreSQL: ${outcome.reason}`,
          probe: async () => (await this.claims.unavailable()) === undefined,
        };
    }
  }
}
