import {
  defineConfig,
  hostPorts,
  integer,
  networks,
  origins,
  port,
  RABBITMQ_OPERATOR_URL,
  RABBITMQ_TOPOLOGY,
  SERVICE_VARIABLES,
  str,
  urlOf,
} from '@app/config';

const specs = {
  ...SERVICE_VARIABLES,
  HTTP_HOST: str({ default: '127.0.0.1', desc: 'the address to listen on' }),
  HTTP_PORT: port({ default: 3000, desc: 'a free port' }),
  INVENTORY_GRPC_URL: hostPorts({
    desc: 'host:port of inventory, several separated by commas',
    example: '127.0.0.1:50051',
  }),
  ANALYTICS_GRPC_URL: hostPorts({
    default: ['127.0.0.1:50053'],
    desc: 'host:port of analytics, several separated by commas',
    example: '127.0.0.1:50053',
  }),
  ORDERS_GRPC_URL: hostPorts({
    default: ['127.0.0.1:50052'],
    desc: 'host:port of orders, several separated by commas',
  }),
  NOTIFICATIONS_GRPC_URL: hostPorts({
    default: undefined,
    desc: 'host:port of notifications, several separated by commas',
    example: '127.0.0.1:50054',
  }),
  RABBITMQ_URL: urlOf('amqp', 'amqps')({ desc: "the broker's URL", example: 'amqp://user:password@127.0.0.1:5672' }),
  RABBITMQ_TOPOLOGY,
  RABBITMQ_OPERATOR_URL,
  AUTH: str({ choices: ['off', 'on'], default: 'off', desc: 'on, or off to leave buying and reading open' }),
  ALLOW_AUTH_OFF: str({
    choices: ['yes', 'no'],
    default: 'no',
    desc: 'yes to start in production with AUTH=off, because something else authenticates the callers',
  }),
  JWT_SECRET: str({ default: undefined, desc: 'the HS256 secret that tokens are signed with' }),
  JWKS_URL: urlOf('http', 'https')({ default: undefined, desc: "the URL of the token issuer's keys" }),
  JWT_ISSUER: str({ default: 'storefront', desc: 'the iss that tokens must carry' }),
  JWT_AUDIENCE: str({ default: 'storefront-api', desc: 'the aud that tokens must carry' }),
  RATE_LIMIT: str({ choices: ['on', 'off'], default: 'on', desc: 'on or off' }),
  RATE_LIMIT_PER_SECOND: integer(
    1,
    1_000_000,
  )({ default: undefined, desc: 'requests that one client may send in a second', example: '500' }),
  CORS_ORIGINS: origins({
    default: [],
    desc: 'origins that browsers may call from, separated by commas',
    example: 'https://shop.example',
  }),
  STACK_CONTROL: str({
    default: undefined,
    desc: 'the socket of the stack that started this gateway, for the buttons of the live page',
  }),
  TRUSTED_PROXIES: networks({
    default: [],
    desc: 'addresses or networks whose X-Forwarded-For and X-Forwarded-Prefix are believed',
    example: '10.0.0.0/8',
  }),
};

/** The gateway's environment, read and checked once at start. */
export const gatewayConfig = (env: NodeJS.ProcessEnv = process.env) => defineConfig('gateway', specs, env);

export type GatewayConfig = ReturnType<typeof gatewayConfig>;

/** Injection token of the `GatewayConfig`. */
export const GATEWAY_CONFIG = Symbol('gateway config');
