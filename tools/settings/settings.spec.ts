import { describe, expect, it } from '@jest/globals';
import { exampleEnv, resolved } from '../../deploy/compose-file.ts';
import { problemsOf } from './settings.js';

/** What the container gets when .env has these lines more. */
const given = (more: NodeJS.Dict<string> = {}) =>
  resolved({ ...exampleEnv, ...more }).services.settings?.environment ?? {};
const isPassword = (name: string) => name.endsWith('_PASSWORD');
const own = Object.fromEntries(
  Object.keys(exampleEnv)
    .filter(isPassword)
    .map((name) => [name, `own-${name.toLowerCase()}`]),
);
const production = {
  NODE_ENV: 'production',
  AUTH: 'on',
  JWT_SECRET: 'j'.repeat(48),
  PAYMENT_WEBHOOK_SECRET: 'whsec_b3VyLW93bi1rZXktb2YtMzItY2hhcmFjdGVycw==',
};

describe('settings', () => {
  it('have no problem as .env.example has them, nor in production with secrets of their own', () => {
    expect(problemsOf(given())).toEqual([]);
    expect(problemsOf(given({ ...production, ...own }))).toEqual([]);
  });

  it.each([
    ['LOG_LEVEL', 'loud'],
    ['AUTH', 'maybe'],
    ['RATE_LIMIT_PER_SECOND', 'many'],
    ['RAW_DOCUMENTS_DAYS', '0'],
    ['NOTIFICATIONS_TO', 'nobody'],
    ['NOTIFY_ON_UNKNOWN', 'perhaps'],
    ['SMTP_URL', 'mail.example'],
    ['PAYMENT_URL', 'simulator'],
    ['PAYMENT_WEBHOOK_SECRET', 'secret'],
    ['RESERVATION_TTL_SECONDS', '5m'],
    ['MIGRATE', 'down'],
    ['RABBITMQ_PASSWORD', 'p@ss'],
  ])('are one problem with %s=%s, which is named', (name, value) => {
    expect(problemsOf(given({ [name]: value }))).toEqual([expect.stringMatching(new RegExp(`^${name} is `))]);
  });

  it('are told all at once, and no secret is printed', () => {
    const problems = problemsOf(given({ LOG_LEVEL: 'loud', ORDERS_DB_PASSWORD: 'se/cret' }));
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('se/cret');
  });

  it('of .env.example are all refused in production', () => {
    const refused = problemsOf(given({ NODE_ENV: 'production' })).map((problem) => problem.split(' ')[0]);
    const secrets = Object.keys(exampleEnv).filter(isPassword);
    expect(refused.sort()).toEqual([...secrets, 'AUTH', 'JWT_SECRET', 'PAYMENT_WEBHOOK_SECRET'].sort());
  });
});
