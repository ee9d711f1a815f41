import type { ClaimsRepository, Ending } from './claims.pg.repository.js';
import type { EmailLog } from './email-log.js';
import type { MailSender, SendOutcome } from './mail-sender.js';
import { Mailer, type MailOutcome, outcomeOf } from './mailer.js';
import { claimRequestOf, type MailRequest, oneLine } from './notice.js';

/** A result that is not recorded in the database yet. */
interface Ended {
  attempt: number;
  ending: Ending;
  outcome: SendOutcome;
}

/** claim → render → send → record, mail by mail. No other process sends it while the claim lives. */
export class SmtpMailer extends Mailer {
  private readonly claims: ClaimsRepository;
  private readonly mailSender: MailSender;
  private readonly emailLog: EmailLog;
  readonly batches: Mailer['batches'];
  private readonly working = new Set<string>();
  /** Kept here while the database is down: what was sent must not be sent again. */
  private readonly unrecorded = new Map<string, Ended>();

  constructor(claims: ClaimsRepository, mailSender: MailSender, emailLog: EmailLog) {
    super();
    this.claims = claims;
    this.mailSender = mailSender;
    this.emailLog = emailLog;
    this.batches = { max: 1, waitMs: 0, concurrency: mailSender.concurrency };
  }

  send(requests: readonly MailRequest[]): Promise<MailOutcome[]> {
    return Promise.all(requests.map((request) => this.sendOne(request)));
  }

  reachable(): Promise<boolean> {
    return this.mailSender.reachable();
  }

  close(): void {
    this.mailSender.close();
  }

  private async sendOne(request: MailRequest): Promise<MailOutcome> {
    const { eventId } = request.notice;
    if (this.working.has(eventId)) return { outcome: 'being-sent' };
    this.working.add(eventId);
    try {
      const ended = this.unrecorded.get(eventId);
      return ended ? await this.record(eventId, ended) : await this.claimAndSend(request);
    } finally {
      this.working.delete(eventId);
    }
  }

  private async claimAndSend(request: MailRequest): Promise<MailOutcome> {
    const { notice } = request;
    const { eventId, traceId, recipient: to } = notice;
    const claim = await this.claims.claim(claimRequestOf(request));
    if (claim.claim !== 'mine') return outcomeOf(claim);
    const outcome = await this.mailSender.send({ to, eventId, traceId, ...notice.render() });
    if (outcome.outcome === 'sent') this.emailLog.sent([notice]);
    return this.record(eventId, { attempt: claim.attempt, ending: endingOf(outcome), outcome });
  }

  private async record(eventId: string, ended: Ended): Promise<MailOutcome> {
    this.unrecorded.set(eventId, ended);
    const recorded = await this.claims.record(eventId, ended.attempt, ended.ending);
    if (!recorded.ok) return { outcome: 'database-down', reason: recorded.reason };
    this.unrecorded.delete(eventId);
    return ended.outcome;
  }
}

function endingOf(outcome: SendOutcome): Ending {
  if (outcome.outcome === 'sent') return { state: 'sent' };
  const state = outcome.outcome === 'unknown' ? 'unknown' : 'failed';
  return { state, reason: oneLine(outcome.reason).slice(0, 500) };
}
