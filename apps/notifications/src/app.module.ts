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
import { ClaimsRepository } from './mail/claims.pg.repository.js';
import { EmailLog } from './mail/email-log.js';
import { LogMailer } from './mail/log-mailer.js';
import { leaseSecondsOf, mailboxOf } from './mail/mail-sender.js';
import { Mailer } from './mail/mailer.js';
import { NodemailerSmtpMailSender } from './mail/nodemailer.smtp.mail-sender.js';
import { MailPolicy, NotifyByMail } from './mail/notify-by-mail.js';
import { SmtpMailer } from './mail/smtp-mailer.js';
import { NotificationsMetrics } from './metrics.js';
import type { NotificationsConfig } from './notifications.config.js';
import { EmailWhenOrderEnds } from './order-email/email-when-order-ends.amqp.consumer.js';
import { EmailWhenProductSold } from './sale-email/email-when-product-sold.amqp.consumer.js';
import { EmailWhenStockLow } from './stock-email/email-when-stock-low.amqp.consumer.js';
import { StoryController } from './story/story.grpc.controller.js';
import { StoryQuery } from './story/story.pg.query.js';

/** Besides what is worked on, as much as fills the next batch; single mails need a few more, so that none waits for the broker. */
const MIN_PREFETCH = 20;
const DATABASE_CONNECTIONS = 5;

/** A line must be written before its mail is recorded as sent. */
const LINES_ARE_MAILS = { sync: true };

const POOL = Symbol('pool');

/** Subscribes to `product_sold`, `order_completed`, `order_refunded` and `stock_low`. */
@Module({
  controllers: [EmailWhenProductSold, EmailWhenOrderEnds, EmailWhenStockLow, StoryController],
  providers: [EmailLog, NotificationsMetrics, NotifyByMail],
})
export class AppModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly readiness: Readiness;
  private readonly strategy: RmqStrategy;
  private readonly claims: ClaimsRepository;
  private readonly mailer: Mailer;
  private readonly pool: Pool;

  constructor(
    readiness: Readiness,
    strategy: RmqStrategy,
    claims: ClaimsRepository,
    mailer: Mailer,
    @Inject(POOL) pool: Pool,
  ) {
    this.readiness = readiness;
    this.strategy = strategy;
    this.claims = claims;
    this.mailer = mailer;
    this.pool = pool;
  }

  static forRoot(config: NotificationsConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot('notifications', config, LINES_ARE_MAILS)],
      providers: [
        { provide: POOL, inject: [LOGGER], useFactory: (logger: Logger) => poolOf(config, logger) },
        {
          provide: ClaimsRepository,
          inject: [POOL],
          useFactory: (pool: Pool) => new ClaimsRepository(pool, leaseSecondsOf(config.SMTP_TIMEOUT_SECONDS)),
        },
        {
          provide: Mailer,
          inject: [ClaimsRepository, EmailLog],
          useFactory: (claims: ClaimsRepository, log: EmailLog) => mailerOf(config, claims, log),
        },
        {
          provide: StoryQuery,
          inject: [POOL],
          useFactory: (pool: Pool) => new StoryQuery(pool),
        },
        {
          provide: MailPolicy,
          useValue: policyOf(config),
        },
        {
          provide: RmqStrategy,
          inject: [LOGGER, Registry, Mailer],
          useFactory: (logger: Logger, registry: Registry, { batches }: Mailer) =>
            strategyOf(config, logger, registry, batches),
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
    this.mailer.close();
    await this.pool.end();
  }
}

function poolOf({ DATABASE_URL: url, DATABASE_POOLER: pooler }: NotificationsConfig, logger: Logger): Pool {
  const onIdleError = (err: Error) => logger.warn({ err }, 'an idle database connection broke');
  return createPool({ url, pooler, applicationName: 'notifications', max: DATABASE_CONNECTIONS, onIdleError });
}

function policyOf({ NOTIFICATIONS_TO, OWNER_EMAIL, NOTIFY_ON_UNKNOWN }: NotificationsConfig): MailPolicy {
  return {
    fallback: mailboxOf(NOTIFICATIONS_TO).address,
    owner: mailboxOf(OWNER_EMAIL || NOTIFICATIONS_TO).address,
    onUnknown: NOTIFY_ON_UNKNOWN === 'hold' ? 'hold' : 'resend',
  };
}

function mailerOf(config: NotificationsConfig, claims: ClaimsRepository, log: EmailLog): Mailer {
  const { SMTP_URL, NOTIFICATIONS_FROM, SMTP_TIMEOUT_SECONDS } = config;
  return SMTP_URL
    ? new SmtpMailer(claims, new NodemailerSmtpMailSender(SMTP_URL, NOTIFICATIONS_FROM, SMTP_TIMEOUT_SECONDS), log)
    : new LogMailer(claims, log);
}

function strategyOf(
  { RABBITMQ_URL, RABBITMQ_TOPOLOGY: topology }: NotificationsConfig,
  logger: Logger,
  registry: Registry,
  batches: Mailer['batches'],
): RmqStrategy {
  return new RmqStrategy({
    url: RABBITMQ_URL,
    topology,
    name: 'notifications',
    queues: ['notifications.product_sold', 'notifications.orders'],
    prefetch: Math.max(MIN_PREFETCH, batches.max * (batches.concurrency + 1)),
    batches,
    logger,
    registry,
  });
}
