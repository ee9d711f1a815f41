import { DATABASES, databaseUrl } from './engines/postgres.ts';
import { StackError } from './failure.ts';
import { Ports } from './ports.ts';

/** The ports that people know, and the variable that moves each. */
export const USUAL_PORTS = {
  gateway: { port: 3000, variable: 'HTTP_PORT' },
  grpc: { port: 50051, variable: 'GRPC_PORT' },
  inventoryOps: { port: 9101, variable: 'INVENTORY_OPS_PORT' },
  analyticsOps: { port: 9102, variable: 'ANALYTICS_OPS_PORT' },
  notificationsOps: { port: 9103, variable: 'NOTIFICATIONS_OPS_PORT' },
  notificationsGrpc: { port: 50054, variable: 'NOTIFICATIONS_GRPC_PORT' },
  ordersGrpc: { port: 50052, variable: 'ORDERS_GRPC_PORT' },
  analyticsGrpc: { port: 50053, variable: 'ANALYTICS_GRPC_PORT' },
  ordersOps: { port: 9104, variable: 'ORDERS_OPS_PORT' },
  paymentSimulator: { port: 9200, variable: 'PAYMENT_SIMULATOR_PORT' },
  postgres: { port: 5432, variable: 'POSTGRES_PORT' },
  rabbitmq: { port: 5672, variable: 'RABBITMQ_PORT' },
  rabbitmqUi: { port: 15672, variable: 'RABBITMQ_UI_PORT' },
  mongodb: { port: 27017, variable: 'MONGODB_PORT' },
  mongoUi: { port: 8081, variable: 'MONGO_UI_PORT' },
} as const;

type PortName = keyof typeof USUAL_PORTS | 'epmd' | 'distribution' | 'mongodbCluster';
export type StackPorts = Record<PortName, number>;

/** External engines, by URL: used as they are, never started or stopped. */
export interface External {
  inventoryDatabase?: string;
  notificationsDatabase?: string;
  ordersDatabase?: string;
  rabbitmq?: string;
  rabbitmqUi?: string;
  mongodb?: string;
}

export interface Addresses {
  ports: StackPorts;
  external: External;
  inventoryDatabase: string;
  notificationsDatabase: string;
  ordersDatabase: string;
  rabbitmq: string;
  rabbitmqUi: string;
  mongodb: string;
}

/** `owner` names the stack that they are reserved for, until it gives them back. */
export async function choosePorts(wish: 'usual' | 'free', env: NodeJS.ProcessEnv, owner: string): Promise<StackPorts> {
  const ports = new Ports(owner);
  const asked = askedPorts(env);
  const chosen: Partial<StackPorts> = {};
  for (const [name, port] of asked) {
    const { variable } = USUAL_PORTS[name];
    if (!(await ports.take(port))) throw portTaken(variable, port);
    chosen[name] = port;
  }
  for (const name of Object.keys(USUAL_PORTS) as (keyof typeof USUAL_PORTS)[]) {
    chosen[name] ??= wish === 'usual' ? await ports.usual(USUAL_PORTS[name].port) : await ports.free();
  }
  for (const name of ['epmd', 'distribution', 'mongodbCluster'] as const) chosen[name] = await ports.free();
  return chosen as StackPorts;
}

function portTaken(variable: string, port: number): StackError {
  const fix = `unset ${variable} (another free port is then taken), or name a free one`;
  return new StackError(`${variable}=${port}: another process listens on that port`, fix);
}

function askedPorts(env: NodeJS.ProcessEnv): Map<keyof typeof USUAL_PORTS, number> {
  const asked = new Map<keyof typeof USUAL_PORTS, number>();
  const problems: string[] = [];
  for (const [name, { variable }] of Object.entries(USUAL_PORTS)) {
    const text = env[variable];
    if (text === undefined || text === '') continue;
    const port = Number(text);
    if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) asked.set(name as keyof typeof USUAL_PORTS, port);
    else problems.push(`${variable}=${text} is not a port`);
  }
  if (problems.length > 0)
    throw new StackError(problems.join('; '), 'give a whole number from 1 to 65535, or unset it');
  return asked;
}

/** Everybody's URLs: the external ones where given, those of our own engines otherwise. */
export function addressesOf(ports: StackPorts, external: External): Addresses {
  const [inventory, notifications, orders] = DATABASES;
  return {
    ports,
    external,
    inventoryDatabase: external.inventoryDatabase ?? databaseUrl(ports.postgres, inventory.database),
    notificationsDatabase: external.notificationsDatabase ?? databaseUrl(ports.postgres, notifications.database),
    ordersDatabase: external.ordersDatabase ?? databaseUrl(ports.postgres, orders.database),
    rabbitmq: external.rabbitmq ?? `amqp://guest:guest@127.0.0.1:${ports.rabbitmq}`,
    rabbitmqUi: external.rabbitmqUi ?? `http://127.0.0.1:${ports.rabbitmqUi}`,
    mongodb: external.mongodb ?? `mongodb://127.0.0.1:${ports.mongodb}/analytics_db`,
  };
}
