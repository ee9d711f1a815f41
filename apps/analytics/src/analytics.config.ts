import { defineConfig, integer, port, RABBITMQ_TOPOLOGY, SERVICE_VARIABLES, str, urlOf } from '@app/config';
import { EnvError, makeValidator } from 'envalid';

/** Not `urlOf`: a replica set's URI names several hosts, which no URL may. */
const databaseUri = makeValidator<string>((input) => {
  if (!/^mongodb(\+srv)?:\/\/[^/\s]+\/[^/?\s]+(\?\S*)?$/.test(input)) {
    throw new EnvError('must be mongodb://host:port/database');
  }
  return input;
});

/** The environment of analytics, validated. */
export type AnalyticsConfig = ReturnType<typeof analyticsConfig>;

export function analyticsConfig(env: NodeJS.ProcessEnv = process.env) {
  return defineConfig(
    'analytics',
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
      MONGODB_URI: databaseUri({
        desc: 'the URI of the database that keeps the sales, with its name',
        example: 'mongodb://127.0.0.1:27017/analytics_db',
      }),
      RAW_DOCUMENTS_DAYS: integer(
        1,
        36_500,
      )({ default: undefined, desc: 'how many days the documents of sales and orders are kept, for example 400' }),
      GRPC_HOST: str({ default: '127.0.0.1', desc: 'the address that gRPC listens on' }),
      GRPC_PORT: port({ default: 50_053, desc: 'a free port' }),
      OPS_HOST: str({ desc: 'the address for health and metrics', default: '127.0.0.1' }),
      OPS_PORT: port({ desc: 'a free port for health and metrics', default: 9102 }),
    },
    env,
  );
}
