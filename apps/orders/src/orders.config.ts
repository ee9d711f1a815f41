import {
  DATABASE_POOLER,
  defineConfig,
  hostPorts,
  integer,
  port,
  RABBITMQ_OPERATOR_URL,
  RABBITMQ_TOPOLOGY,
  SERVICE_VARIABLES,
  str,
  urlOf,
  webhookSecrets,
} from '@app/config';

const specs = {
  ...SERVICE_VARIABLES,
  DATABASE_URL: urlOf(
    'postgres',
    'postgresql',
  )({
    desc: "the URL of orders' own database",
    example: 'postgres://orders:password@127.0.0.1:5432/orders_db',
  }),
  DATABASE_POOLER,
  INVENTORY_GRPC_URL: hostPorts({
    desc: 'host:port of inventory, several separated by commas',
    example: '127.0.0.1:50051',
  }),
  RABBITMQ_URL: urlOf('amqp', 'amqps')({ desc: "the broker's URL", example: 'amqp://user:password@127.0.0.1:5672' }),
  RABBITMQ_TOPOLOGY,
  RABBITMQ_OPERATOR_URL,
  PAYMENT_URL: urlOf('http', 'https')({ desc: 'the URL of the payment service', example: 'http://127.0.0.1:9200' }),
  PAYMENT_API_KEY: str({ default: undefined, desc: 'what the payment service knows this shop by' }),
  PAYMENT_WEBHOOK_SECRETS: webhookSecrets({
    desc: 'the key that webhooks are signed with, two separated by a comma while one replaces the other',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  }),
  PAYMENT_TIMEOUT_MS: integer(
    100,
    60_000,
  )({ default: 8_000, desc: 'how long one call to the payment service may take' }),
  RESERVATION_TTL_SECONDS: integer(
    10,
    86_400,
  )({ default: 300, desc: 'how long units are held for an order that is not paid' }),
  ORDER_LEASE_MS: integer(
    500,
    300_000,
  )({ default: 10_000, desc: 'after which time without a sign of life another process drives an order' }),
  GRPC_HOST: str({ default: '127.0.0.1', desc: 'the address that gRPC listens on' }),
  GRPC_PORT: port({ default: 50_052, desc: 'a free port' }),
  OPS_HOST: str({ default: '127.0.0.1', desc: 'the address of health and metrics' }),
  OPS_PORT: port({ default: 9_104, desc: 'a free port' }),
};

/** The environment of orders, read and checked once at start. */
export const ordersConfig = (env: NodeJS.ProcessEnv = process.env) => defineConfig('orders', specs, env);

export type OrdersConfig = ReturnType<typeof ordersConfig>;

/** Injection token of the `OrdersConfig`. */
export const ORDERS_CONFIG = Symbol('orders config');
