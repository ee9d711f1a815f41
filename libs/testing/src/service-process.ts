// Also run as plain Node (the bench): `.ts` endings, no aliases.
import { freePort } from './free-port.ts';
import { type NodeProcess, startProcess } from './node-process.ts';

/** One more service in an operating-system process of its own, ready. */
export interface ServiceProcess extends NodeProcess {
  /** Where it is called: `host:port` for gRPC, `http://…` for HTTP. */
  readonly url: string;
  /** Where it answers for its health and its metrics. */
  readonly ops: string;
  /** The same service again, at the same address: after it has ended. */
  again(): Promise<ServiceProcess>;
}

/** What the simulator of a spec signs its webhooks with. */
export const TEST_WEBHOOK_SECRET = 'whsec_dGhlLXNlY3JldC1vZi10aGUtdGVzdHMtb25seSE=';

const COMMON = { RATE_LIMIT: 'off', NODE_ENV: 'development' };

/** One more inventory on this database. */
export async function spawnInventory(database: string, env: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
  const [grpc, ops] = [await freePort(), await freePort()];
  const ports = { GRPC_PORT: String(grpc), OPS_PORT: String(ops) };
  const all = { ...COMMON, DATABASE_URL: database, ...ports, ...env };
  return start('apps/inventory/src/main', all, `127.0.0.1:${grpc}`, ops);
}

/** One more orders on this database and broker, with this inventory and this payment service. */
export async function spawnOrders(
  near: { database: string; broker: string; inventory: string; payments: string },
  env: NodeJS.ProcessEnv = {},
): Promise<ServiceProcess> {
  const [grpc, ops] = [await freePort(), await freePort()];
  const all = {
    ...COMMON,
    DATABASE_URL: near.database,
    RABBITMQ_URL: near.broker,
    INVENTORY_GRPC_URL: near.inventory,
    PAYMENT_URL: near.payments,
    PAYMENT_WEBHOOK_SECRETS: TEST_WEBHOOK_SECRET,
    GRPC_PORT: String(grpc),
    OPS_PORT: String(ops),
    ...env,
  };
  return start('apps/orders/src/main', all, `127.0.0.1:${grpc}`, ops);
}

/** One more gateway on this broker, in front of these inventories. */
export async function spawnGateway(
  broker: string,
  inventories: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ServiceProcess> {
  const port = Number(env.HTTP_PORT ?? (await freePort()));
  const targets = { INVENTORY_GRPC_URL: inventories.join(','), RABBITMQ_URL: broker };
  const all = { ...COMMON, ...targets, HTTP_PORT: String(port), ...env };
  return start('apps/gateway/src/main', all, `http://127.0.0.1:${port}`, port);
}

/** One more analytics or notifications; `env` names its broker and its database, `onLine` gets each line of its log. */
export async function spawnWorker(
  name: 'analytics' | 'notifications',
  env: NodeJS.ProcessEnv,
  onLine?: (line: string) => void,
): Promise<ServiceProcess> {
  const port = await freePort();
  return start(
    `apps/${name}/src/main`,
    { ...COMMON, GRPC_PORT: String(await freePort()), ...env, OPS_PORT: String(port) },
    `http://127.0.0.1:${port}`,
    port,
    onLine,
  );
}

/** A payment simulator that keeps its ledger in this file; tests may hold its requests. */
export async function spawnPaymentSimulator(
  ledger: string,
  env: NodeJS.ProcessEnv = {},
  onLine?: (line: string) => void,
): Promise<ServiceProcess> {
  const port = await freePort();
  const own = { PAYMENT_LEDGER: ledger, PAYMENT_WEBHOOK_SECRET: TEST_WEBHOOK_SECRET, PAYMENT_CONTROL: 'on' };
  const all = { ...COMMON, ...own, HTTP_PORT: String(port), ...env };
  return start('tools/payment-simulator/main', all, `http://127.0.0.1:${port}`, port, onLine);
}

async function start(
  script: string,
  env: NodeJS.ProcessEnv,
  url: string,
  healthPort: number,
  onLine?: (line: string) => void,
): Promise<ServiceProcess> {
  const process = await startProcess(script, env, { port: healthPort, path: '/health/ready' }, onLine);
  const ops = `http://127.0.0.1:${healthPort}`;
  return { ...process, url, ops, again: () => start(script, env, url, healthPort, onLine) };
}
