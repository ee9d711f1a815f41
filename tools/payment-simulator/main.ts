import type { Server } from 'node:http';
import { refuseInsecureProduction } from '@app/config';
import { createLogger } from '@app/observability';
import { runService } from '@app/service';
import { Holds } from './holds.js';
import { paymentSimulatorConfig } from './payment-simulator.config.js';
import { WebhookSender } from './send-webhooks.http.js';
import { createPaymentServer } from './server.http.js';
import { Simulator } from './simulator.js';

const USAGE = `Usage: node dist/tools/payment-simulator/main.js

A payment service for development and tests: authorises, captures, voids and refunds by token, keeps its ledger in a file,
sends signed webhooks. It moves no money and knows no card. docs/configuration.md lists its variables, README.md beside its
source the tokens and calls.

  -h, --help  this text`;

const OPEN_CALLS_MS = 6_000;

async function boot() {
  const config = paymentSimulatorConfig();
  refuseInsecureProduction('payment-simulator', config);
  const logger = createLogger('payment-simulator');
  const simulator = await Simulator.open(config.PAYMENT_LEDGER);
  const target = { url: config.PAYMENT_WEBHOOK_URL, secret: config.PAYMENT_WEBHOOK_SECRET[0] ?? '' };
  const webhooks = new WebhookSender(target, logger, (noticeId) => simulator.delivered(noticeId));
  simulator.onNotice = (notice, times) => webhooks.send(notice, times);
  const holds = new Holds();
  const server = createPaymentServer({ simulator, holds, logger, controlled: config.PAYMENT_CONTROL === 'on' });
  await listen(server, config.HTTP_PORT, config.HTTP_HOST);
  simulator.resume();
  logger.info({ port: config.HTTP_PORT, ledger: config.PAYMENT_LEDGER }, 'ready');
  const close = async () => {
    holds.release(false);
    await drain(server);
    webhooks.close();
    await simulator.close();
  };
  return { close };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
}

/** Lets open calls finish; what is still open after that (a client that never reads) is cut. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), OPEN_CALLS_MS);
  await closed;
  clearTimeout(late);
}

if (process.argv.slice(2).some((argument) => ['-h', '--help'].includes(argument))) console.log(USAGE);
else await runService('payment-simulator', boot);
