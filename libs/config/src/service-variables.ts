import { str } from 'envalid';
import { integer, share, urlOf } from './validators.js';

/** Of services that use the broker: whether their login may declare exchanges and queues. */
export const RABBITMQ_TOPOLOGY = str({
  choices: ['declare', 'check'],
  default: 'declare',
  desc: 'declare what is missing on the broker, or only check it, for a login that may not declare',
  example: 'check',
});

/** Of services that publish: the login that does what theirs may not. */
export const RABBITMQ_OPERATOR_URL = urlOf(
  'amqp',
  'amqps',
)({
  default: undefined,
  desc: 'the login of an operator, which declares and watches the topology and gives dead letters back',
  example: 'amqp://operator:password@127.0.0.1:5672',
});

/** Variables that every service reads, with the same meaning. Spread them into the specs of `defineConfig`. */
export const SERVICE_VARIABLES = {
  NODE_ENV: str({
    choices: ['development', 'test', 'production'],
    default: 'development',
    desc: 'development, test or production',
  }),
  LOG_LEVEL: str({
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    desc: 'a pino level',
    example: 'info',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(
    'http',
    'https',
  )({
    default: undefined,
    desc: 'the base URL of a collector',
    example: 'http://127.0.0.1:4318',
  }),
  OTEL_TRACES_SAMPLER_ARG: share({
    default: 1,
    desc: 'share of the traces that are sampled, 0 to 1',
    example: '0.1',
  }),
  TRACES_KEPT: integer(
    0,
    10_000,
  )({
    default: 500,
    desc: 'traces that are kept in memory, 0 to 10000',
    example: '500',
  }),
};

/** What stands between a service and its PostgreSQL. */
export const DATABASE_POOLER = str({
  choices: ['none', 'transaction'],
  default: 'none',
  desc: 'transaction for PgBouncer with pool_mode = transaction, or none',
  example: 'transaction',
});
