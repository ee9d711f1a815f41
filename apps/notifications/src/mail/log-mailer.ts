import type { Claim, ClaimsRepository, Recorded } from './claims.pg.repository.js';
import type { EmailLog } from './email-log.js';
import { Mailer, type MailOutcome, outcomeOf } from './mailer.js';
import { claimRequestOf, type MailRequest } from './notice.js';

/**
 * Without an SMTP server the `[EMAIL]` line is the mail. Writing it takes no time, so a batch needs one transaction: it
 * claims, the lines leave the process, it commits (docs/adr/0010).
 */
export class LogMailer extends Mailer {
  private readonly claims: ClaimsRepository;
  private readonly emailLog: EmailLog;
  readonly batches = { max: 300, waitMs: 100, concurrency: 2 };
  private readonly working = new Set<string>();
  /** Kept here while the database is down: a line that was written must not be written again. */
  private readonly unrecorded = new Set<string>();

  constructor(claims: ClaimsRepository, emailLog: EmailLog) {
    super();
    this.claims = claims;
    this.emailLog = emailLog;
  }

  async send(requests: readonly MailRequest[]): Promise<MailOutcome[]> {
    const taken = requests.filter(({ notice }) => this.take(notice.eventId));
    const [late, fresh] = [taken.filter(this.isUnrecorded), taken.filter((request) => !this.isUnrecorded(request))];
    try {
      const outcomes = new Map([...(await this.recordLate(late)), ...(await this.write(fresh))]);
      return requests.map((request) => outcomes.get(request) ?? { outcome: 'being-sent' });
    } finally {
      for (const { notice } of taken) this.working.delete(notice.eventId);
    }
  }

  async reachable(): Promise<boolean> {
    return true;
  }

  close(): void {}

  private take(eventId: string): boolean {
    const free = !this.working.has(eventId);
    this.working.add(eventId);
    return free;
  }

  private readonly isUnrecorded = ({ notice }: MailRequest): boolean => this.unrecorded.has(notice.eventId);

  private async write(requests: MailRequest[]): Promise<[MailRequest, MailOutcome][]> {
    if (requests.length === 0) return [];
    const { claims, recorded } = await this.claims.claimAndRecord(requests.map(claimRequestOf), (mine) => {
      for (const eventId of mine) this.unrecorded.add(eventId);
      this.emailLog.sent(requests.map(({ notice }) => notice).filter(({ eventId }) => mine.has(eventId)));
    });
    return requests.map((request, index) => {
      const claim = claims[index] as Claim;
      return [request, claim.claim === 'mine' ? this.settle(request, recorded) : outcomeOf(claim)];
    });
  }

  private async recordLate(requests: MailRequest[]): Promise<[MailRequest, MailOutcome][]> {
    if (requests.length === 0) return [];
    const recorded = await this.claims.recordLate(requests.map(claimRequestOf));
    return requests.map((request) => [request, this.settle(request, recorded)]);
  }

  private settle({ notice }: MailRequest, recorded: Recorded): MailOutcome {
    if (!recorded.ok) return { outcome: 'database-down', reason: recorded.reason };
    this.unrecorded.delete(notice.eventId);
    return { outcome: 'sent' };
  }
}
