import type { Claim } from './claims.pg.repository.js';
import type { SendOutcome } from './mail-sender.js';
import type { MailRequest } from './notice.js';

/** How the mail of one event stands now. */
export type MailOutcome =
  | SendOutcome
  | { outcome: 'sent-before' }
  /** Another delivery of the event is being worked on, here or in another process. */
  | { outcome: 'being-sent' }
  | { outcome: 'invalid'; reason: string }
  | { outcome: 'database-down'; reason: string };

/** Sends one mail for each event, however often it is asked to. */
export abstract class Mailer {
  /** How it wants its work: mails in one call, milliseconds in which they gather, calls at the same time. */
  abstract readonly batches: { max: number; waitMs: number; concurrency: number };
  /** One outcome for each request, by index. Never rejects. */
  abstract send(requests: readonly MailRequest[]): Promise<MailOutcome[]>;
  /** Probe after `unreachable`. */
  abstract reachable(): Promise<boolean>;
  abstract close(): void;
}

/** What a claim that was not given means for the mail. */
export function outcomeOf(claim: Exclude<Claim, { claim: 'mine' }>): MailOutcome {
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
