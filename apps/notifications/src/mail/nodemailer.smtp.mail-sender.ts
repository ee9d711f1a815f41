import { setTimeout as delay } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { classifySmtpError, type SmtpError } from './classify.smtp.js';
import { type Mail, MailSender, mailboxOf, type SendOutcome } from './mail-sender.js';

/** nodemailer's own are 2 min, 30 s and 10 min: longer than the lease. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

/** A mail that is not taken is offered again after these pauses, in milliseconds. */
const PAUSES_MS = [50, 250];

/** Sends by SMTP, over a few connections that stay open. */
export class NodemailerSmtpMailSender extends MailSender {
  private readonly timeoutSeconds: number;
  readonly concurrency = 5;
  private readonly transport;
  private readonly domain: string;
  private readonly from: { name: string; address: string };

  /**
   * @param url `smtp://user:password@host:587` or `smtps://`
   * @param from `Name <address>` or an address
   * @param timeoutSeconds for one mail, also when the server keeps the connection busy without an answer
   */
  constructor(url: string, from: string, timeoutSeconds = 45) {
    super();
    this.timeoutSeconds = timeoutSeconds;
    this.from = mailboxOf(from);
    this.domain = this.from.address.split('@')[1] ?? 'localhost';
    this.transport = createTransport({
      ...TIMEOUTS,
      url,
      pool: true,
      maxConnections: this.concurrency,
      // Only for a connection that the server closed while it was idle: not a byte of the mail went out.
      maxRequeues: 1,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.transport.use('stream', (mail, done) => {
      const { onBodySent } = mail.data as { onBodySent?: () => void };
      mail.message?.processFunc((body) => body.on('end', () => onBodySent?.()));
      done();
    });
  }

  async send(mail: Mail): Promise<SendOutcome> {
    const signal = AbortSignal.timeout(this.timeoutSeconds * 1_000);
    let result = await this.try(mail, signal);
    for (const pause of PAUSES_MS) {
      if (result.outcome !== 'deferred' || signal.aborted) break;
      await delay(pause);
      result = await this.try(mail, signal);
    }
    return result;
  }

  async reachable(): Promise<boolean> {
    try {
      return await this.transport.verify();
    } catch {
      return false;
    }
  }

  close(): void {
    this.transport.close();
  }

  private async try({ to, subject, text, html, eventId, traceId }: Mail, signal: AbortSignal): Promise<SendOutcome> {
    let bodySent = false;
    const onBodySent = () => {
      bodySent = true;
    };
    const message = {
      from: this.from,
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${eventId}@${this.domain}>`,
      headers: { 'X-Entity-Ref-ID': eventId, 'X-Trace-Id': traceId, 'Auto-Submitted': 'auto-generated' },
      signal,
      onBodySent,
    };
    try {
      await this.transport.sendMail(message);
      return { outcome: 'sent' };
    } catch (error) {
      return classifySmtpError(error as SmtpError, bodySent);
    }
  }
}
