import { expect, it } from '@jest/globals';
import { refuseInsecureProduction } from '../libs/config/src/insecure-production.ts';
import { configOf } from './app-config.ts';
import { exampleEnv, resolved } from './compose-file.ts';

const { services } = resolved({ ...exampleEnv, NODE_ENV: 'production' });

// Each service with the logins of .env.example: every one of them has to be named.
it.each([
  ['gateway', ['RABBITMQ_URL', 'RABBITMQ_OPERATOR_URL']],
  ['inventory', ['DATABASE_URL']],
  ['orders', ['DATABASE_URL', 'RABBITMQ_URL', 'RABBITMQ_OPERATOR_URL', 'PAYMENT_WEBHOOK_SECRETS']],
  ['analytics', ['RABBITMQ_URL', 'MONGODB_URI']],
  ['notifications', ['RABBITMQ_URL', 'DATABASE_URL']],
  ['payment-simulator', ['PAYMENT_WEBHOOK_SECRET']],
])('in production %s refuses the development secrets in %j', async (app, names) => {
  const config = (await configOf(app))(services[app]?.environment ?? {}) as { NODE_ENV: string };
  const refused = names.map((name) => expect.stringMatching(new RegExp(`^${name} (uses|holds) `)));
  expect(() => refuseInsecureProduction(app, config)).toThrow(
    expect.objectContaining({ problems: expect.arrayContaining(refused) }),
  );
});
