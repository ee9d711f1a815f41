import { defineConfig, port, SERVICE_VARIABLES, str, urlOf, webhookSecrets } from '@app/config';

const specs = {
  NODE_ENV: SERVICE_VARIABLES.NODE_ENV,
  LOG_LEVEL: SERVICE_VARIABLES.LOG_LEVEL,
  HTTP_HOST: str({ default: '127.0.0.1', desc: 'the address to listen on' }),
  HTTP_PORT: port({ default: 9_200, desc: 'a free port' }),
  PAYMENT_LEDGER: str({ default: '.stack/data/payments.jsonl', desc: 'the file that keeps the ledger' }),
  PAYMENT_WEBHOOK_URL: urlOf(
    'http',
    'https',
  )({
    default: undefined,
    desc: 'where webhooks go',
    example: 'http://127.0.0.1:3000/payments/webhook',
  }),
  PAYMENT_WEBHOOK_SECRET: webhookSecrets({
    desc: 'the key that webhooks are signed with',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  }),
  PAYMENT_CONTROL: str({
    choices: ['on', 'off'],
    default: 'off',
    desc: 'on for tests that hold requests and bend webhooks',
  }),
};

/** The simulator's environment, read and checked once at start. */
export const paymentSimulatorConfig = (env: NodeJS.ProcessEnv = process.env) =>
  defineConfig('payment-simulator', specs, env);

export type PaymentSimulatorConfig = ReturnType<typeof paymentSimulatorConfig>;
