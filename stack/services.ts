import { join } from 'node:path';
import type { Addresses, StackPorts } from './addresses.ts';
import type { ComponentSpec } from './component.ts';
import { brokerOf, brokerWithOperator } from './engines/rabbitmq-logins.ts';
import { CLONE, type Folders, logFile, SOURCE_MAPS } from './folders.ts';
import { probeHttp } from './probes.ts';
import type { Part } from './processes/part.ts';

/** On 127.0.0.1 only; anything the caller's environment sets goes before it. Tokens: `npm run token` and the gateway agree without a word. */
const DEVELOPMENT = {
  // glibc keeps what is freed in an arena for each thread: two instead of eight for each core are 2 MB less for a service.
  MALLOC_ARENA_MAX: '2',
  HTTP_HOST: '127.0.0.1',
  AUTH: 'off',
  NOTIFICATIONS_FROM: 'Storefront <orders@shop.example>',
  NOTIFICATIONS_TO: 'sales@shop.example',
  PAYMENT_WEBHOOK_SECRET: 'whsec_ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXQtb2YtdGhlLXNob3A=',
};

const LOOPBACK = '127.0.0.1';
const DRAIN_WITHIN_MS = 9_000;

/** One Node process, as a row. */
export interface ServiceRow {
  name: string;
  port: keyof StackPorts;
  /** Where /health/ready is answered. */
  health: keyof StackPorts;
  healthPath?: string;
  /** Whom it cannot be ready without. It is started all the same: a service can wait for its dependencies. */
  needs: string[];
  optional?: boolean;
  /** Node's arguments. */
  run: string[];
  cwd?: string;
  /** `given`: the caller's environment and what it leaves out for development. */
  env: (addresses: Addresses, folders: Folders, given: Record<string, string>) => Record<string, string>;
}

/** A young generation of 64 MB: requests in flight are not promoted to the old one, a third more sales at 512 connections. */
export const NODE_FLAGS = ['--max-semi-space-size=64', SOURCE_MAPS];
// Sixteen are enough for who takes batches; fewer and half of a worker's time is garbage collection.
const WORKER_FLAGS = ['--max-semi-space-size=16', SOURCE_MAPS];
const built = (name: string, flags = NODE_FLAGS) => [...flags, join(CLONE, 'dist', 'apps', name, 'src', 'main.js')];
const ops = (port: number) => ({ OPS_HOST: LOOPBACK, OPS_PORT: String(port) });

/** The services of the shop: what each needs to be started, and its environment. */
export const SERVICES: ServiceRow[] = [
  {
    name: 'inventory',
    port: 'grpc',
    health: 'inventoryOps',
    needs: ['postgres'],
    run: built('inventory'),
    env: ({ ports, inventoryDatabase }) => ({
      DATABASE_URL: inventoryDatabase,
      GRPC_HOST: LOOPBACK,
      GRPC_PORT: String(ports.grpc),
      ...ops(ports.inventoryOps),
    }),
  },
  {
    name: 'orders',
    port: 'ordersGrpc',
    health: 'ordersOps',
    needs: ['postgres', 'inventory'],
    run: built('orders', WORKER_FLAGS),
    env: (addresses, _folders, { PAYMENT_WEBHOOK_SECRET = '' }) => ({
      DATABASE_URL: addresses.ordersDatabase,
      INVENTORY_GRPC_URL: `${LOOPBACK}:${addresses.ports.grpc}`,
      ...brokerWithOperator(addresses, 'orders'),
      PAYMENT_URL: `http://${LOOPBACK}:${addresses.ports.paymentSimulator}`,
      PAYMENT_WEBHOOK_SECRETS: PAYMENT_WEBHOOK_SECRET,
      GRPC_HOST: LOOPBACK,
      GRPC_PORT: String(addresses.ports.ordersGrpc),
      ...ops(addresses.ports.ordersOps),
    }),
  },
  {
    name: 'gateway',
    port: 'gateway',
    health: 'gateway',
    needs: ['rabbitmq', 'inventory'],
    run: built('gateway'),
    env: (addresses, { socket }) => ({
      HTTP_PORT: String(addresses.ports.gateway),
      STACK_CONTROL: socket,
      INVENTORY_GRPC_URL: `${LOOPBACK}:${addresses.ports.grpc}`,
      ORDERS_GRPC_URL: `${LOOPBACK}:${addresses.ports.ordersGrpc}`,
      ANALYTICS_GRPC_URL: `${LOOPBACK}:${addresses.ports.analyticsGrpc}`,
      NOTIFICATIONS_GRPC_URL: `${LOOPBACK}:${addresses.ports.notificationsGrpc}`,
      ...brokerWithOperator(addresses, 'gateway'),
    }),
  },
  {
    name: 'analytics',
    port: 'analyticsGrpc',
    health: 'analyticsOps',
    needs: ['rabbitmq', 'mongodb'],
    run: built('analytics', WORKER_FLAGS),
    env: (addresses) => ({
      ...brokerOf(addresses, 'analytics'),
      MONGODB_URI: addresses.mongodb,
      GRPC_HOST: LOOPBACK,
      GRPC_PORT: String(addresses.ports.analyticsGrpc),
      ...ops(addresses.ports.analyticsOps),
    }),
  },
  {
    name: 'notifications',
    port: 'notificationsOps',
    health: 'notificationsOps',
    needs: ['rabbitmq', 'postgres'],
    run: built('notifications', WORKER_FLAGS),
    env: (addresses) => ({
      ...brokerOf(addresses, 'notifications'),
      DATABASE_URL: addresses.notificationsDatabase,
      GRPC_HOST: LOOPBACK,
      GRPC_PORT: String(addresses.ports.notificationsGrpc),
      ...ops(addresses.ports.notificationsOps),
    }),
  },
  {
    name: 'payment-simulator',
    port: 'paymentSimulator',
    health: 'paymentSimulator',
    needs: [],
    run: [...WORKER_FLAGS, join(CLONE, 'dist', 'tools', 'payment-simulator', 'main.js')],
    env: ({ ports }, { data }) => ({
      HTTP_HOST: LOOPBACK,
      HTTP_PORT: String(ports.paymentSimulator),
      PAYMENT_LEDGER: join(data, 'payments.jsonl'),
      PAYMENT_WEBHOOK_URL: `http://${LOOPBACK}:${ports.gateway}/payments/webhook`,
    }),
  },
  {
    // Mongo Express comes as a container only (compose has it); this viewer comes from npm. It cannot write.
    name: 'mongo-ui',
    port: 'mongoUi',
    health: 'mongoUi',
    healthPath: '/',
    needs: ['mongodb'],
    optional: true,
    run: ['build'],
    cwd: join(CLONE, 'node_modules', 'mongoku'),
    env: ({ ports, mongodb }, { data }) => ({
      MONGOKU_DEFAULT_HOST: mongodb,
      MONGOKU_DATABASE_FILE: join(data, 'mongo-ui.json'),
      MONGOKU_READ_ONLY_MODE: 'true',
      MONGOKU_SERVER_HOST: LOOPBACK,
      MONGOKU_SERVER_PORT: String(ports.mongoUi),
      MONGOKU_SERVER_ORIGIN: `http://localhost:${ports.mongoUi}`,
    }),
  },
];

export function serviceSpecs(
  rows: ServiceRow[],
  folders: Folders,
  addresses: Addresses,
  env: NodeJS.ProcessEnv,
): ComponentSpec[] {
  return rows.map((row) => {
    const part = partOf(row, folders, addresses, env);
    return {
      name: row.name,
      kind: 'service',
      port: addresses.ports[row.port],
      ...(row.health !== row.port && { opsPort: addresses.ports[row.health] }),
      ...(row.optional && { optional: true }),
      needs: row.needs,
      log: part.log,
      find: async () => ({ ok: true, how: '', parts: [part] }),
    };
  });
}

function partOf(row: ServiceRow, folders: Folders, addresses: Addresses, env: NodeJS.ProcessEnv): Part {
  const { name, run, cwd = CLONE, healthPath = '/health/ready' } = row;
  const given = inherited(env);
  const health = `http://${LOOPBACK}:${addresses.ports[row.health]}${healthPath}`;
  return {
    name,
    command: process.execPath,
    args: run,
    env: { NODE_COMPILE_CACHE: join(folders.cache, 'node'), ...given, ...row.env(addresses, folders, given) },
    cwd,
    log: logFile(folders, name),
    port: addresses.ports[row.health],
    stopSignal: 'SIGTERM',
    graceMs: DRAIN_WITHIN_MS,
    probe: () => probeHttp(health),
  };
}

/** The caller's RATE_LIMIT, LOG_LEVEL, SMTP_URL, OTEL_… reach the services; what belongs to npm or to a test runner does not. */
function inherited(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(npm_|JEST_|NODE_OPTIONS$|NODE_ENV$|DATABASE_URL$)/.test(name),
  );
  const mode = env.NODE_ENV && env.NODE_ENV !== 'test' ? env.NODE_ENV : 'development';
  return { ...DEVELOPMENT, ...(Object.fromEntries(kept) as Record<string, string>), NODE_ENV: mode };
}
