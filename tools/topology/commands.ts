import { refuseInsecureProduction } from '@app/config';
import {
  assertTopology,
  BROKER_EVENTS_PERMISSIONS,
  BROKER_USERS,
  isWatched,
  type Permissions,
  TOPOLOGY,
  topologyState,
  watchQueues,
} from '@app/messaging';
import { onBroker, withChannel } from './broker.amqp.js';
import { Management } from './management.http.js';

export interface Output {
  print(line: string): void;
  say(line: string): void;
}

export interface Environment {
  RABBITMQ_URL?: string | undefined;
  RABBITMQ_MANAGEMENT_URL?: string | undefined;
  [password: string]: string | undefined;
}

type Command = (env: Environment, output: Output) => Promise<number>;

export const USAGE = `Usage: npm run topology -- <command>

  declare      declare every exchange, queue and binding of the shop; deletes nothing
  check        say what is missing; exit code 1 when something is
  permissions  print the least rights of each login, as rabbitmqctl takes them
  provision    create these logins by the management API, with their rights, then declare

RABBITMQ_URL is the login of an operator. provision needs RABBITMQ_MANAGEMENT_URL as well (the login is taken from RABBITMQ_URL)
and a password for each login: ${BROKER_USERS.map(({ name }) => passwordVariable(name)).join(', ')}.`;

/** Each resolves with the exit code: 0 done, 1 not done. */
export const COMMANDS: Record<string, Command> = { declare, check, permissions, provision };

async function declare({ RABBITMQ_URL }: Environment, { print }: Output): Promise<number> {
  await withChannel(needed(RABBITMQ_URL, 'RABBITMQ_URL'), assertTopology);
  print(`declared: ${TOPOLOGY.exchanges.length} exchanges, ${TOPOLOGY.queues.length} queues and their bindings`);
  return 0;
}

async function check({ RABBITMQ_URL }: Environment, { print }: Output): Promise<number> {
  const { missing } = await onBroker(needed(RABBITMQ_URL, 'RABBITMQ_URL'), (model) => topologyState(model));
  for (const name of missing) print(`missing: ${name}`);
  if (missing.length === 0) print('nothing is missing');
  return missing.length === 0 ? 0 : 1;
}

async function permissions({ RABBITMQ_URL }: Environment, { print }: Output): Promise<number> {
  const vhost = vhostOf(RABBITMQ_URL ?? 'amqp://localhost');
  for (const { name, permissions } of BROKER_USERS) print(rabbitmqctl(vhost, name, permissions));
  if (vhost !== '/') print(rabbitmqctl('/', 'operator', BROKER_EVENTS_PERMISSIONS));
  return 0;
}

async function provision(env: Environment, output: Output): Promise<number> {
  const { NODE_ENV = 'development', RABBITMQ_URL } = env;
  refuseInsecureProduction('provision', { NODE_ENV, RABBITMQ_URL });
  const url = needed(env.RABBITMQ_URL, 'RABBITMQ_URL');
  const management = new Management(needed(env.RABBITMQ_MANAGEMENT_URL, 'RABBITMQ_MANAGEMENT_URL'), url);
  const passwords = BROKER_USERS.map(({ name }) => needed(env[passwordVariable(name)], passwordVariable(name)));
  const vhost = vhostOf(url);
  for (const [index, { name, permissions }] of BROKER_USERS.entries()) {
    await management.putUser(name, passwords[index] as string);
    await management.putPermissions(vhost, name, permissions);
    output.print(
      `login ${name}: configure ${permissions.configure} write ${permissions.write} read ${permissions.read}`,
    );
  }
  if (vhost !== '/') await management.putPermissions('/', 'operator', BROKER_EVENTS_PERMISSIONS);
  const watched = isWatched(await management.exchanges(vhost));
  const code = await declare(env, output);
  // Here, because a gateway can ask for a watch only by an error in the broker's log.
  if (!watched) await withChannel(url, watchQueues);
  return code;
}

function passwordVariable(user: string): string {
  return `RABBITMQ_${user.toUpperCase()}_PASSWORD`;
}

function needed(value: string | undefined, name: string): string {
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const vhostOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1)) || '/';

const rabbitmqctl = (vhost: string, user: string, { configure, write, read }: Permissions) =>
  `rabbitmqctl set_permissions -p '${vhost}' ${user} '${configure}' '${write}' '${read}'`;
