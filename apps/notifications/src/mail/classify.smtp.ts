import type { SendOutcome } from './mail-sender.js';

/** What nodemailer says about a failed send. `responseCode`: the server's reply, when there was one. */
export interface SmtpError {
  message: string;
  code?: string;
  responseCode?: number;
}

/** Replies about us, not about the mail: authentication required, mechanism too weak, failed, encryption required. */
const REPLIES_ABOUT_US = new Set([530, 534, 535, 538]);

/** Bad sequence of commands: about the session. */
const BAD_SEQUENCE = 503;

/** https://nodemailer.com/errors: what happened to the connection, or before the mail's turn came. */
const CONNECTION_CODES = new Set([
  ...['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'EPROXY', 'ETLS', 'EREQUIRETLS', 'EPROTOCOL'],
  ...['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONFIG', 'EABORT'],
]);

/** Reply to MAIL, RCPT, DATA or the body; or the address or the body is refused before it is sent. */
const MAIL_CODES = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * @param bodySent the whole body was handed to the server, so it may have the mail even if it never said so
 */
export function classifySmtpError(error: SmtpError, bodySent: boolean): Exclude<SendOutcome, { outcome: 'sent' }> {
  const { message: reason, code = '', responseCode: reply } = error;
  if (reply !== undefined && MAIL_CODES.has(code)) return { outcome: outcomeOfReply(reply), reason };
  if (reply !== undefined) return { outcome: 'unreachable', reason };
  if (MAIL_CODES.has(code)) return { outcome: 'rejected', reason };
  if (bodySent) return { outcome: 'unknown', reason };
  return { outcome: CONNECTION_CODES.has(code) ? 'unreachable' : 'deferred', reason };
}

function outcomeOfReply(reply: number): 'rejected' | 'deferred' | 'unreachable' {
  if (REPLIES_ABOUT_US.has(reply)) return 'unreachable';
  return reply >= 500 && reply !== BAD_SEQUENCE ? 'rejected' : 'deferred';
}
