/** A mail that is ready to go. */
export interface Mail {
  /** One address. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The event it tells of: Message-ID and X-Entity-Ref-ID derive from it, so a second copy can be recognised. */
  eventId: string;
}

/** How an attempt to send ended. */
export type SendOutcome =
  | { outcome: 'sent' }
  /** This mail will never be taken. */
  | { outcome: 'rejected'; reason: string }
  /** This mail is not taken now. */
  | { outcome: 'deferred'; reason: string }
  /** No mail is taken now; this one did not go out. */
  | { outcome: 'unreachable'; reason: string }
  /** It may have gone out: nobody can know (RFC 1047). */
  | { outcome: 'unknown'; reason: string };

/** Hands mails to somebody who delivers them. */
export abstract class MailSender {
  /** Longer than any send takes: who claimed a mail and is silent for so long does not send it any more. */
  abstract readonly leaseSeconds: number;
  /** Mails at the same time. */
  abstract readonly concurrency: number;
  abstract send(mail: Mail): Promise<SendOutcome>;
  /** Probe after `unreachable`. */
  abstract reachable(): Promise<boolean>;
  abstract close(): void;
}

/** `Name <address>` or an address: the address. */
export const addressOf = (mailbox: string): string => /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
