import { RmqStrategy } from '@app/messaging';
import { LOGGER, type Logger } from '@app/observability';
import { createPool, type Pool } from '@app/postgres';
import { Readiness, ServiceModule } from '@app/service';
import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Registry } from 'prom-client';
import { LogMailSender } from './mail/log.mail-sender.js';
import { addressOf, MailSender } from './mail/mail-sender.js';
import { NodemailerSmtpMailSender } from './mail/nodemailer.smtp.mail-sender.js';
import { NotificationsMetrics } from './metrics.js';
import type { NotificationsConfig } from './notifications.config.js';
import { ClaimsRepository } from './sale-email/claims.pg.repository.js';
import { EmailLog } from './sale-email/email-log.js';
import { EmailWhenProductSold, UnknownOutcomePolicy } from './sale-email/email-when-product-sold.amqp.consumer.js';
import { SendSaleEmail } from './sale-email/send-sale-email.js';

const PREFETCH_PER_MAIL = 4;
const DATABASE_CONNECTIONS = 5;

/** A line must be written before its mail is recorded as sent. */
const LINES_ARE_MAILS = { sync: true };

const POOL = Symbol('pool');

/** Subscribes to `product_sold`. */
@Module({
  controllers: [EmailWhenProductSold],
  providers: [EmailLog, NotificationsMetrics],
})
export class AppModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly readiness: Readiness,
    private readonly strategy: RmqStrategy,
    private readonly claims: ClaimsRepository,
    private readonly mailSender: MailSender,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  static forRoot(config: NotificationsConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot('notifications', config.OTEL_EXPORTER_OTLP_ENDPOINT, LINES_ARE_MAILS)],
      providers: [
        { provide: POOL, inject: [LOGGER], useFactory: (logger: Logger) => poolOf(config, logger) },
        { provide: MailSender, useFactory: () => mailSenderOf(config) },
        {
          provide: ClaimsRepository,
          inject: [POOL, MailSender],
          useFactory: (pool: Pool, { leaseSeconds }: MailSender) => new ClaimsRepository(pool, leaseSeconds),
        },
        { provide: UnknownOutcomePolicy, useValue: { onUnknown: config.NOTIFY_ON_UNKNOWN } },
        {
          provide: SendSaleEmail,
          inject: [ClaimsRepository, MailSender, EmailLog],
          useFactory: (claims: ClaimsRepository, sender: MailSender, log: EmailLog) =>
            new SendSaleEmail(claims, sender, log, addressOf(config.NOTIFICATIONS_TO)),
        },
        {
          provide: RmqStrategy,
          inject: [LOGGER, Registry, MailSender],
          useFactory: (logger: Logger, registry: Registry, { concurrency }: MailSender) =>
            strategyOf(config, logger, registry, concurrency),
        },
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.readiness.add('broker', () => {
      const { ready, state, reason } = this.strategy.status();
      return ready ? { ok: true } : { ok: false, reason: reason || state };
    });
    this.readiness.add('postgres', async () => {
      const reason = await this.claims.unavailable();
      return reason === undefined ? { ok: true } : { ok: false, reason };
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.mailSender.close();
    await this.pool.end();
  }
}

function poolOf({ DATABASE_URL }: NotificationsConfig, logger: Logger): Pool {
  const onIdleError = (err: Error) => logger.warn({ err }, 'an idle database connection broke');
  return createPool({ url: DATABASE_URL, applicationName: 'notifications', max: DATABASE_CONNECTIONS, onIdleError });
}

function mailSenderOf({ SMTP_URL, SMTP_TIMEOUT_SECONDS, NOTIFICATIONS_FROM }: NotificationsConfig): MailSender {
  return SMTP_URL
    ? new NodemailerSmtpMailSender(SMTP_URL, NOTIFICATIONS_FROM, SMTP_TIMEOUT_SECONDS)
    : new LogMailSender();
}

function strategyOf(
  { RABBITMQ_URL }: NotificationsConfig,
  logger: Logger,
  registry: Registry,
  concurrency: number,
): RmqStrategy {
  return new RmqStrategy({
    url: RABBITMQ_URL,
    name: 'notifications',
    queues: ['notifications.product_sold'],
    prefetch: PREFETCH_PER_MAIL * concurrency,
    concurrency,
    logger,
    registry,
  });
}
