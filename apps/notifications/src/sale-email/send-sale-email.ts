import type { ProductSold } from '@app/contracts';
import type { MailSender, SendOutcome } from '../mail/mail-sender.js';
import type { Claim, ClaimRequest, ClaimsRepository, Ending } from './claims.pg.repository.js';
import type { EmailLog } from './email-log.js';
import { oneLine, renderSaleEmail } from './render-sale-email.js';

/** How the mail of one sale stands now. */
export type SaleEmailOutcome =
  | SendOutcome
  | { outcome: 'sent-before' }
  /** Another delivery of the event is being worked on, here or in another process. */
  | { outcome: 'being-sent' }
  | { outcome: 'invalid'; reason: string }
  | { outcome: 'database-down'; reason: string };

type NotClaimed = Exclude<Claim, { claim: 'mine' }>;

/** An ending that the database has not been told of yet. */
interface Ended {
  attempt: number;
  ending: Ending;
  outcome: SendOutcome;
}

/** claim → render → send → record. Nobody else sends the mail while the claim lives. */
export class SendSaleEmail {
  readonly #working = new Set<string>();
  /** Kept here while the database is down: what was sent must not be sent again. */
  readonly #unrecorded = new Map<string, Ended>();

  constructor(
    private readonly claims: ClaimsRepository,
    private readonly mailSender: MailSender,
    private readonly emailLog: EmailLog,
    private readonly defaultRecipient: string,
  ) {}

  async send(event: ProductSold, resend: ClaimRequest['resend'], traceId: string): Promise<SaleEmailOutcome> {
    const { event_id } = event;
    if (this.#working.has(event_id)) return { outcome: 'being-sent' };
    this.#working.add(event_id);
    try {
      const ended = this.#unrecorded.get(event_id);
      return ended ? await this.#record(event_id, ended) : await this.#claimAndSend(event, resend, traceId);
    } finally {
      this.#working.delete(event_id);
    }
  }

  async #claimAndSend(event: ProductSold, resend: ClaimRequest['resend'], traceId: string): Promise<SaleEmailOutcome> {
    const { event_id: eventId, order_id: orderId, customer_email: to = this.defaultRecipient } = event;
    const rendered = renderSaleEmail(event);
    const { subject } = rendered;
    const claim = await this.claims.claim({ eventId, orderId, recipient: to, subject, traceId, resend });
    if (claim.claim !== 'mine') return outcomeOf(claim);
    const outcome = await this.mailSender.send({ to, eventId, ...rendered });
    if (outcome.outcome === 'sent') this.emailLog.sent(event, { to, subject }, traceId);
    return this.#record(eventId, { attempt: claim.attempt, ending: endingOf(outcome), outcome });
  }

  async #record(eventId: string, ended: Ended): Promise<SaleEmailOutcome> {
    this.#unrecorded.set(eventId, ended);
    const recorded = await this.claims.record(eventId, ended.attempt, ended.ending);
    if (!recorded.ok) return { outcome: 'database-down', reason: recorded.reason };
    this.#unrecorded.delete(eventId);
    return ended.outcome;
  }
}

function endingOf(outcome: SendOutcome): Ending {
  if (outcome.outcome === 'sent') return { state: 'sent' };
  const state = outcome.outcome === 'unknown' ? 'unknown' : 'failed';
  return { state, reason: oneLine(outcome.reason).slice(0, 500) };
}

function outcomeOf(claim: NotClaimed): SaleEmailOutcome {
  switch (claim.claim) {
    case 'sent':
      return { outcome: 'sent-before' };
    case 'leased':
      return { outcome: 'being-sent' };
    case 'unknown':
      return { outcome: 'unknown', reason: 'an earlier attempt may have sent it' };
    case 'invalid':
      return { outcome: 'invalid', reason: claim.reason };
    case 'unavailable':
      return { outcome: 'database-down', reason: claim.reason };
  }
}
