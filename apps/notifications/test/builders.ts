import { fileURLToPath } from 'node:url';
import type { Delivery } from '@app/messaging';
import { Tracing } from '@app/observability';
import { createPool, migrate } from '@app/postgres';
import { createDatabase } from '@app/testing';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { ClaimsRepository } from '../src/mail/claims.pg.repository.js';
import { EmailLog } from '../src/mail/email-log.js';
import { LogMailer } from '../src/mail/log-mailer.js';
import type { MailSender } from '../src/mail/mail-sender.js';
import { NotifyByMail } from '../src/mail/notify-by-mail.js';
import { SmtpMailer } from '../src/mail/smtp-mailer.js';
import { NotificationsMetrics } from '../src/metrics.js';
import { EmailWhenOrderEnds } from '../src/order-email/email-when-order-ends.amqp.consumer.js';
import { EmailWhenProductSold } from '../src/sale-email/email-when-product-sold.amqp.consumer.js';
import { EmailWhenStockLow } from '../src/stock-email/email-when-stock-low.amqp.consumer.js';

/** An empty notifications_db. */
export async function notificationsDb(): Promise<string> {
  const url = await createDatabase('notifications');
  await migrate(url, fileURLToPath(new URL('../migrations', import.meta.url)));
  return url;
}

/** The service without a broker: one process of it. Without a sender the line is the mail. */
export function processOn(databaseUrl: string, mailSender?: MailSender, onUnknown: 'resend' | 'hold' = 'resend') {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const registry = new Registry();
  const metrics = new NotificationsMetrics(registry);
  const pool = createPool({ url: databaseUrl, applicationName: 'notifications', max: 5 });
  const claims = new ClaimsRepository(pool, 60);
  const emailLog = new EmailLog(logger, metrics);
  const mailer = mailSender ? new SmtpMailer(claims, mailSender, emailLog) : new LogMailer(claims, emailLog);
  const policy = { fallback: 'sales@shop.example', owner: 'owner@shop.example', onUnknown };
  const mails = new NotifyByMail(mailer, claims, policy, metrics, new Tracing('notifications'), logger);
  const consumer = new EmailWhenProductSold(mails);
  const orders = new EmailWhenOrderEnds(mails);
  const stock = new EmailWhenStockLow(mails, policy);
  return {
    emailAll: (deliveries: Delivery[]) => consumer.email(deliveries),
    email: async (delivery: Delivery) => (await consumer.email([delivery]))[0],
    completed: (delivery: Delivery) => orders.completed([delivery]),
    refunded: (delivery: Delivery) => orders.refunded([delivery]),
    stockLow: (delivery: Delivery) => stock.email([delivery]),
    claims,
    pool,
    registry,
    emailLines: () => lines.filter(({ msg }) => String(msg).includes('[EMAIL]')),
  };
}
