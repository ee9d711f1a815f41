import { str } from 'envalid';
import { urlOf } from './validators.js';

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
};
