import { fileURLToPath } from 'node:url';
import { Tracing } from '@app/observability';
import { createPool, migrate } from '@app/postgres';
import { createDatabase } from '@app/testing';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { MailSender } from '../src/mail/mail-sender.js';
import { NotificationsMetrics } from '../src/metrics.js';
import { ClaimsRepository } from '../src/sale-email/claims.pg.repository.js';
import { EmailLog } from '../src/sale-email/email-log.js';
import { EmailWhenProductSold } from '../src/sale-email/email-when-product-sold.amqp.consumer.js';
import { SendSaleEmail } from '../src/sale-email/send-sale-email.js';

/** An empty notifications_db. */
export async function notificationsDb(): Promise<string> {
  const url = await createDatabase('notifications');
  await migrate(url, fileURLToPath(new URL('../migrations', import.meta.url)));
  return url;
}

/** The service without a broker: one process of it. */
export function processOn(databaseUrl: string, mailSender: MailSender, onUnknown: 'resend' | 'hold' = 'resend') {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const registry = new Registry();
  const metrics = new NotificationsMetrics(registry);
  const pool = createPool({ url: databaseUrl, applicationName: 'notifications', max: 5 });
  const claims = new ClaimsRepository(pool, mailSender.leaseSeconds);
  const saleEmail = new SendSaleEmail(claims, mailSender, new EmailLog(logger, metrics), 'sales@shop.example');
  const tracing = new Tracing('notifications');
  return {
    consumer: new EmailWhenProductSold(saleEmail, claims, mailSender, { onUnknown }, metrics, tracing, logger),
    claims,
    pool,
    registry,
    emailLines: () => lines.filter(({ msg }) => String(msg).includes('[EMAIL]')),
  };
}
