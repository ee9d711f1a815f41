import type { ClaimRequest } from './claims.pg.repository.js';

/** What a person reads. */
export interface MailText {
  subject: string;
  text: string;
  html: string;
}

/** The notice of one event. */
export interface Notice {
  eventId: string;
  /** Empty when the event is about no order. */
  orderId: string;
  occurredAt: string;
  /** One address; undefined when the shopper gave none. */
  recipient: string | undefined;
  subject: string;
  /** Called only for a mail that is handed to a server. */
  render(): MailText;
  /** Its `[EMAIL]` line: words and fields. */
  line: { about: string; fields: Record<string, unknown> };
}

/** A notice with a recipient, and its place in the sale's trace. */
export type AddressedNotice = Notice & { recipient: string; traceId: string };

/** A mail that is wanted now. */
export interface MailRequest {
  notice: AddressedNotice;
  resend: ClaimRequest['resend'];
}

/** The claim that a mail needs. */
export function claimRequestOf({ notice, resend }: MailRequest): ClaimRequest {
  const { eventId, orderId, recipient, subject, traceId } = notice;
  return { eventId, orderId, recipient, subject, traceId, resend };
}

/** Text of others must not start a new header or a new log line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
