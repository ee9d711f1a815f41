import {
  DATABASE_POOLER,
  defineConfig,
  integer,
  mailbox,
  port,
  RABBITMQ_TOPOLOGY,
  SERVICE_VARIABLES,
  str,
  urlOf,
} from '@app/config';

/** The environment of notifications, validated. */
export type NotificationsConfig = ReturnType<typeof notificationsConfig>;

export function notificationsConfig(env: NodeJS.ProcessEnv = process.env) {
  // Mails that really go out to people need a sender and a recipient of the owner's choice.
  const real = env.SMTP_URL && env.NODE_ENV === 'production';
  const unlessReal = (value: string) => (real ? {} : { default: value });
  return defineConfig(
    'notifications',
    {
      ...SERVICE_VARIABLES,
      RABBITMQ_URL: urlOf(
        'amqp',
        'amqps',
      )({
        desc: 'the URL of the broker',
        example: 'amqp://guest:guest@127.0.0.1:5672/',
      }),
      RABBITMQ_TOPOLOGY,
      DATABASE_URL: urlOf(
        'postgres',
        'postgresql',
      )({
        desc: 'the URL of the database that keeps the notification log',
        example: 'postgres://notifications:notifications@127.0.0.1:5432/notifications_db',
      }),
      DATABASE_POOLER,
      SMTP_URL: urlOf(
        'smtp',
        'smtps',
      )({
        desc: 'the URL of a mail server; without it a log line is the mail',
        example: 'smtp://user:password@127.0.0.1:587',
        default: undefined,
      }),
      SMTP_TIMEOUT_SECONDS: integer(
        1,
        45,
      )({
        desc: 'how long the mail server may take for one mail, 1 to 45 seconds',
        default: 45,
      }),
      NOTIFICATIONS_FROM: mailbox({
        desc: 'the sender of the mails',
        example: 'Storefront <orders@shop.example>',
        ...unlessReal('Storefront <orders@shop.example>'),
      }),
      NOTIFICATIONS_TO: mailbox({
        desc: 'where mails of sales without customer_email go',
        example: 'sales@shop.example',
        ...unlessReal('sales@shop.example'),
      }),
      OWNER_EMAIL: mailbox({
        desc: 'where mails about the shop itself go, such as a product that runs low; without it NOTIFICATIONS_TO',
        example: 'owner@shop.example',
        default: undefined,
      }),
      NOTIFY_ON_UNKNOWN: str({
        choices: ['resend', 'hold'],
        desc: 'what to do with a mail that may have gone out: resend or hold',
        default: 'resend',
      }),
      GRPC_HOST: str({ desc: 'the address of gRPC', default: '127.0.0.1' }),
      GRPC_PORT: port({ desc: 'a free port for gRPC', default: 50054 }),
      OPS_HOST: str({ desc: 'the address for health and metrics', default: '127.0.0.1' }),
      OPS_PORT: port({ desc: 'a free port for health and metrics', default: 9103 }),
    },
    env,
  );
}
