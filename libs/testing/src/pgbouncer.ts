import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresUser } from '../../../stack/engines/os-user.js';
import { runHelper } from '../../../stack/processes/helper.js';
import { freePort } from './free-port.js';
import { readyOrClosed } from './ready-or-closed.js';

/** A PgBouncer in transaction mode in front of a server. */
export interface Pgbouncer {
  /** The server's URL with the pooler's address. */
  url: string;
  stop(): Promise<void>;
}

const BINARY = '/usr/sbin/pgbouncer';
const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends pgbouncer';
const READY_WITHIN_MS = 5_000;

/** Whether PgBouncer is on this machine; as root on Debian and Ubuntu it is installed when it is not. */
export async function hasPgbouncer(): Promise<boolean> {
  if (existsSync(BINARY)) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (await runHelper('sh', ['-c', INSTALL], { env })).ok;
}

/**
 * Starts one with this many sessions on the server at `url`, fewer than a service has connections: each transaction gets
 * another one.
 * @param ignore start-up parameters that it drops instead of refusing them
 */
export async function startPgbouncer(url: string, sessions: number, ignore = ''): Promise<Pgbouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(file, configuration(new URL(url), port, sessions, ignore));
  const user = postgresUser();
  if (user) for (const path of [folder, file]) chownSync(path, user.uid, user.gid);
  const child = spawn(BINARY, [file], { ...user, cwd: '/', stdio: 'ignore' });
  const stop = async () => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await readyOrClosed(untilItListens(child, port), stop);
  return { url: Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href, stop };
}

function configuration(server: URL, port: number, sessions: number, ignore: string): string {
  const { hostname, port: serverPort, username, password } = server;
  return [
    '[databases]',
    `* = host=${hostname} port=${serverPort} user=${username} password=${password}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${sessions}`,
    `ignore_startup_parameters = extra_float_digits${ignore && `,${ignore}`}`,
    '',
  ].join('\n');
}

async function untilItListens(child: ChildProcess, port: number): Promise<void> {
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await delay(50)) {
    if (child.exitCode !== null) break;
    const socket = connect(port, '127.0.0.1');
    const listens = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (listens) return;
  }
  throw new Error(`PgBouncer does not listen on ${port} (exit code ${child.exitCode})`);
}
