import { connect as connectAmqp } from 'amqplib';
import type { External } from './addresses.ts';
import type { ComponentSpec } from './component.ts';
import { describe, StackError } from './failure.ts';
import { firstHost, withOneHost } from './hosts.ts';
import { probeMongo, probePostgresQuery, probeTcp } from './probes.ts';
import type { Probe } from './processes/part.ts';
import { type Say, timed } from './progress.ts';

interface Kind {
  variable: string;
  engine: string;
  protocols: string[];
  example: string;
  defaultPort: number;
  probe: (url: string) => Promise<Probe>;
}

const ANSWER_WITHIN_MS = 5_000;

const POSTGRES = {
  engine: 'postgres',
  protocols: ['postgres:', 'postgresql:'],
  example: 'postgres://user:password@host:5432/database',
  defaultPort: 5432,
  probe: (url: string) => probePostgresQuery(url, ANSWER_WITHIN_MS),
};

const KINDS: Record<'inventoryDatabase' | 'notificationsDatabase' | 'ordersDatabase' | 'rabbitmq' | 'mongodb', Kind> = {
  inventoryDatabase: { variable: 'INVENTORY_DATABASE_URL', ...POSTGRES },
  notificationsDatabase: { variable: 'NOTIFICATIONS_DATABASE_URL', ...POSTGRES },
  ordersDatabase: { variable: 'ORDERS_DATABASE_URL', ...POSTGRES },
  rabbitmq: {
    variable: 'RABBITMQ_URL',
    engine: 'rabbitmq',
    protocols: ['amqp:', 'amqps:'],
    example: 'amqp://user:password@host:5672',
    defaultPort: 5672,
    probe: probeAmqp,
  },
  mongodb: {
    variable: 'MONGODB_URI',
    engine: 'mongodb',
    protocols: ['mongodb:', 'mongodb+srv:'],
    example: 'mongodb://host:27017/analytics_db',
    defaultPort: 27017,
    probe: (url) => probeMongo(url, ANSWER_WITHIN_MS),
  },
};

async function probeAmqp(url: string): Promise<Probe> {
  try {
    const connection = await connectAmqp(url, { timeout: ANSWER_WITHIN_MS });
    await connection.close();
    return { ready: true };
  } catch (error) {
    return { ready: false, why: describe(error), answered: false };
  }
}

/** The engines that the environment names; each must be well formed and answer now. All that is wrong is said at once. */
export async function externalEngines(env: NodeJS.ProcessEnv, say: Say): Promise<External> {
  const named = Object.entries(KINDS).flatMap(([key, kind]) => {
    const url = env[kind.variable];
    return url ? [{ key, kind, url }] : [];
  });
  const problems = await timed(say, 'looking at the engines that the environment names', () =>
    Promise.all(named.map(({ kind, url }) => problemOf(kind, url))),
  );
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0)
    throw new StackError(found.join('\n  '), 'correct the variable, or unset it: then an engine of our own is started');
  const external: External = Object.fromEntries(named.map(({ key, url }) => [key, url]));
  if (external.mongodb) external.mongodb = withDatabase(external.mongodb);
  if (external.rabbitmq)
    external.rabbitmqUi = env.RABBITMQ_MANAGEMENT_URL ?? `http://${new URL(external.rabbitmq).hostname}:15672`;
  return external;
}

async function problemOf(kind: Kind, url: string): Promise<string | undefined> {
  const { variable, protocols, example } = kind;
  if (!URL.canParse(withOneHost(url)) || !protocols.includes(new URL(withOneHost(url)).protocol)) {
    return `${variable}=${url} is not such a URL (${example})`;
  }
  const probe = await kind.probe(url);
  return probe.ready ? undefined : `${variable}=${withoutPassword(url)} does not answer: ${probe.why}`;
}

export function withoutPassword(url: string): string {
  return url.replace(/^([a-z+]+:\/\/[^:@/]*:)[^@/]*@/i, '$1***@');
}

/** MONGODB_URI may leave the database out. */
function withDatabase(uri: string): string {
  return uri.replace(/^([a-z+]+:\/\/[^/?]+)\/?(\?.*)?$/i, '$1/analytics_db$2');
}

/** Takes the place of our own engine; undefined where ours is needed (for one of three databases, say). */
export function externalSpec(name: string, external: External, log: string): ComponentSpec | undefined {
  const own = {
    postgres: external.notificationsDatabase && external.inventoryDatabase && external.ordersDatabase,
    rabbitmq: external.rabbitmq,
    mongodb: external.mongodb,
  };
  const url = own[name as keyof typeof own];
  const kind = Object.values(KINDS).find((one) => one.engine === name);
  if (!url || !kind) return undefined;
  const { host, port } = firstHost(url, kind.defaultPort);
  const look = () => probeTcp(port, host);
  return {
    name,
    kind: 'engine',
    port,
    needs: [],
    log,
    external: kind.variable,
    find: async () => ({ ok: true, how: `yours: ${kind.variable}`, parts: [], watch: look }),
  };
}
