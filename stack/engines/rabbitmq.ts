import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from '../environment.ts';
import { type Folders, logFile } from '../folders.ts';
import { probeHttp, probeTcp } from '../probes.ts';
import type { Found, Part } from '../processes/part.ts';
import type { Say } from '../progress.ts';
import { onPath } from './on-path.ts';
import { claimOutsideHome, outsideHome } from './os-user.ts';
import { installRabbitmq } from './rabbitmq-install.ts';
import { ensureLogins } from './rabbitmq-logins.ts';

export interface RabbitmqPorts {
  amqp: number;
  ui: number;
  epmd: number;
  distribution: number;
}

// Debian's /usr/sbin/rabbitmq-server changes to the system's user and node; these are the scripts behind it.
const SCRIPTS = [
  '/usr/lib/rabbitmq/bin/rabbitmq-server',
  '/opt/rabbitmq/sbin/rabbitmq-server',
  '/opt/homebrew/sbin/rabbitmq-server',
];

function findServer(): string | undefined {
  return SCRIPTS.find((file) => existsSync(file)) ?? onPath('rabbitmq-server', ['/usr/sbin', '/sbin']);
}

export async function findRabbitmq(folders: Folders, ports: RabbitmqPorts, say: Say): Promise<Found> {
  let server = findServer();
  if (!server) {
    const installed = await installRabbitmq(say);
    if (!installed.ok) return installed;
    server = findServer();
  }
  const epmd = onPath('epmd');
  if (!server || !epmd) {
    return {
      ok: false,
      reason: 'rabbitmq-server or its epmd is not on this machine',
      fix: 'install RabbitMQ 3.10 or later, or set RABBITMQ_URL',
    };
  }
  const home = writeConfiguration(folders, ports);
  const env = nodeEnvironment(home, ports);
  return {
    ok: true,
    how: `RabbitMQ of this machine (${server})`,
    parts: [epmdPart(folders, epmd, env, ports), nodePart(folders, server, env, ports)],
  };
}

function writeConfiguration(folders: Folders, ports: RabbitmqPorts): string {
  const home = join(folders.data, 'rabbitmq');
  mkdirSync(home, { recursive: true });
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.ui}`,
    'management.rates_mode = basic',
    'log.console = true',
    'log.console.level = info',
    // Quorum queues keep their log in memory until a file of this size is full: 512 MB by default.
    'raft.wal_max_size_bytes = 33554432',
    'raft.segment_max_entries = 2048',
  ];
  writeFileSync(join(home, 'rabbitmq.conf'), `${lines.join('\n')}\n`);
  writeFileSync(join(home, 'enabled_plugins'), '[rabbitmq_management,rabbitmq_event_exchange].\n');
  return asErlangReads(home, folders);
}

/** RabbitMQ's management crashes over folders with letters beyond Latin-1: it goes there by a link with a plain name. */
function asErlangReads(home: string, folders: Folders): string {
  if (/^[\u0020-\u00ff]*$/.test(home)) return home;
  const outside = outsideHome(folders);
  claimOutsideHome(outside);
  const link = join(outside, 'rabbitmq');
  rmSync(link, { force: true });
  symlinkSync(home, link);
  return link;
}

/** RabbitMQ finds its data by the node's name: the name that lies there already, so that a clone may be moved with its messages. */
function nodeName(home: string): string {
  const data = join(home, 'mnesia');
  const known = existsSync(data)
    ? readdirSync(data).find((name) => /^storefront[\w-]*@localhost$/.test(name))
    : undefined;
  return known ?? 'storefront@localhost';
}

function nodeEnvironment(home: string, ports: RabbitmqPorts): Record<string, string> {
  return {
    ...plainEnvironment(home),
    RABBITMQ_NODENAME: nodeName(home),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: join(home, 'rabbitmq.conf'),
    RABBITMQ_CONFIG_FILES: join(home, 'conf.d'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(home, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(home, 'mnesia'),
    RABBITMQ_LOG_BASE: join(home, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: join(home, 'pid'),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(ports.epmd),
    // Two schedulers are enough on a small machine. None of them spins while it waits: on two cores a sale costs a quarter less
    // processor time of the broker, for a second more at boot. https://www.rabbitmq.com/docs/runtime#cpu-reduce-idle-usage
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '+S 2:2 +sbwt none +sbwtdio none +sbwtdcpu none -kernel inet_dist_use_interface {127,0,0,1}',
    // Makes the start script exec the Erlang VM instead of staying in front of it: our child is beam.smp itself.
    detached: 'true',
  };
}

/** Erlang's port mapper, which a node would otherwise leave behind as a daemon. */
function epmdPart(folders: Folders, command: string, env: Record<string, string>, ports: RabbitmqPorts): Part {
  return {
    name: 'rabbitmq-epmd',
    command,
    args: ['-address', '127.0.0.1', '-port', String(ports.epmd)],
    env,
    cwd: '/',
    log: logFile(folders, 'rabbitmq'),
    port: ports.epmd,
    stopSignal: 'SIGTERM',
    graceMs: 1_000,
    probe: () => probeTcp(ports.epmd),
  };
}

function nodePart(folders: Folders, command: string, env: Record<string, string>, ports: RabbitmqPorts): Part {
  const ui = `http://127.0.0.1:${ports.ui}/api/auth`;
  return {
    name: 'rabbitmq',
    command,
    args: [],
    env,
    cwd: join(folders.data, 'rabbitmq'),
    log: logFile(folders, 'rabbitmq'),
    port: ports.amqp,
    stopSignal: 'SIGTERM',
    graceMs: 8_000,
    onReady: () => ensureLogins(ports.ui),
    probe: async (phase) => {
      const listens = phase === 'starting' ? await probeTcp(ports.amqp) : undefined;
      return listens && !listens.ready ? listens : probeHttp(ui);
    },
  };
}
