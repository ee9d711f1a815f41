import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it } from '@jest/globals';
import { refuseInsecureProduction } from './insecure-production.js';

const start =
  (config: Record<string, unknown>, NODE_ENV = 'production', more: string[] = []) =>
  () =>
    refuseInsecureProduction('inventory', { NODE_ENV, ...config }, more);

it.each([
  [
    'the password of .env.example',
    { DATABASE_URL: 'postgres://inventory:inventory@db/x' },
    /DATABASE_URL uses inventory/,
  ],
  ['the broker default', { RABBITMQ_URL: 'amqp://mq' }, /RABBITMQ_URL uses guest\/guest/],
  ['the root password', { MONGODB_URI: 'mongodb://admin:root@db/x' }, /MONGODB_URI uses admin\/root/],
  [
    'the password of .env.example at a replica set',
    { MONGODB_URI: 'mongodb://analytics:analytics@a:27017,b:27017/x?replicaSet=r' },
    /MONGODB_URI uses analytics\/analytics/,
  ],
  [
    "the password of another service's login",
    { DATABASE_URL: 'postgres://orders:inventory@db/x' },
    /orders\/inventory/,
  ],
  ['a known password alone', { POSTGRES_PASSWORD: 'postgres' }, /POSTGRES_PASSWORD is "postgres"/],
])('is refused with %s', (_, config, message) => {
  expect(start(config)).toThrow(message);
});

it('names everything at once, the own problems of a service first', () => {
  const config = { DATABASE_URL: 'postgres://a:a@db/x', RABBITMQ_URL: 'amqp://guest:guest@mq' };
  expect(start(config, 'production', ['AUTH is off'])).toThrow(
    /3 problem\(s\)\n {2}AUTH is off\n {2}DATABASE_URL.*\n {2}RABBITMQ_URL/,
  );
});

it('has nothing against passwords of their own, addresses without a login, and development', () => {
  start({
    DATABASE_URL: 'postgres://inventory:f3Tq@db/x',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318',
    HTTP_PORT: 3000,
  })();
  start({ DATABASE_URL: 'postgres://inventory:inventory@db/x' }, 'development')();
});

it('refuses the key of webhooks that .env.example has, also as the second of two, and never prints it', () => {
  const example = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8');
  const { PAYMENT_WEBHOOK_SECRET: known = '' } = parseEnv(example);
  const own = 'whsec_b3VyLW93bi1rZXktb2YtMzItY2hhcmFjdGVycw==';
  const config = { PAYMENT_WEBHOOK_SECRETS: [own, known] };
  expect(start(config)).toThrow(/1 problem\(s\)\n {2}PAYMENT_WEBHOOK_SECRETS holds a key that is public/);
  expect(start(config)).not.toThrow(known);
  start({ PAYMENT_WEBHOOK_SECRETS: [own] })();
  start(config, 'development')();
});
