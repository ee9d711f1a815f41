/** A mail that is ready to go. */
export interface Mail {
  /** One address. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The event it is about: Message-ID and X-Entity-Ref-ID derive from it, so a second copy can be recognised. */
  eventId: string;
  /** 32 hex digits: the trace of the sale, for anyone who looks into a mail's headers. */
  traceId: string;
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
  /** It may have gone out: SMTP cannot say (RFC 1047). */
  | { outcome: 'unknown'; reason: string };

/** Hands mails over for delivery. */
export abstract class MailSender {
  /** Mails at the same time. */
  abstract readonly concurrency: number;
  abstract send(mail: Mail): Promise<SendOutcome>;
  /** Probe after `unreachable`. */
  abstract reachable(): Promise<boolean>;
  abstract close(): void;
}

/** Longer than any send takes: who claimed a mail and is silent for so long does not send it any more. */
export const leaseSecondsOf = (timeoutSeconds: number): number => Math.ceil((timeoutSeconds * 4) / 3);

/**
 * `Name <address>` or an address. The name is what a reader sees: it may hold any sign, and it may be quoted as a whole, as
 * in a mail's header.
 */
export function mailboxOf(mailbox: string): { name: string; address: string } {
  const [, name = '', address = mailbox] = /^(.*) <([^<>]+)>$/s.exec(mailbox) ?? [];
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/s.exec(name) ?? [];
  return { name: quoted?.replace(/\\(.)/gs, '$1') ?? name, address };
}
