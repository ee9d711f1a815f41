import { describe, expect, it } from '@jest/globals';
import { notificationsConfig } from './notifications.config.js';

const env = { RABBITMQ_URL: 'amqp://127.0.0.1', DATABASE_URL: 'postgres://127.0.0.1/notifications_db' };
const smtp = { ...env, SMTP_URL: 'smtp://127.0.0.1:2525' };

describe('sender and recipient of the mails', () => {
  it('have defaults that reach nobody, for a log and for development', () => {
    for (const development of [env, smtp]) {
      expect(notificationsConfig(development)).toMatchObject({
        NOTIFICATIONS_FROM: 'Storefront <orders@shop.example>',
        NOTIFICATIONS_TO: 'sales@shop.example',
      });
    }
  });

  it('have to be chosen where mails reach people', () => {
    expect(() => notificationsConfig({ ...smtp, NODE_ENV: 'production' })).toThrow(
      /NOTIFICATIONS_FROM is missing[\s\S]*NOTIFICATIONS_TO is missing/,
    );
  });
});
