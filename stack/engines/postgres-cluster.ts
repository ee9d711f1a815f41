import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plainEnvironment } from '../environment.ts';
import { StackError } from '../failure.ts';
import { type Folders, logFile } from '../folders.ts';
import { probePostgresAlive, probePostgresQuery } from '../probes.ts';
import { type HelperEnd, lastWords, runHelper } from '../processes/helper.ts';
import type { Part } from '../processes/part.ts';
import { claimOutsideHome, engineHome, type OsUser, postgresUser } from './os-user.ts';
import { postgresBinaries } from './postgres-binaries.ts';

export const SUPERUSER = 'postgres';
export const SUPERUSER_PASSWORD = 'postgres';

const MAJOR = '18';

export interface Cluster {
  folders: Folders;
  /** The folder below the data folder, and the name of the log. */
  name: string;
  port: number;
}

export function clusterUrl(port: number, database = 'postgres'): string {
  return `postgres://${SUPERUSER}:${SUPERUSER_PASSWORD}@127.0.0.1:${port}/${database}`;
}

/** A PostgreSQL server of our own: its data folder is made if need be; the part is ready to be started. */
export async function clusterPart({ folders, name, port }: Cluster): Promise<Part> {
  const user = postgresUser();
  const bin = await postgresBinaries(folders, user);
  const home = engineHome(folders, user);
  if (home !== folders.data) claimOutsideHome(home);
  const data = join(home, name);
  if (!hasCluster(data)) await createCluster(bin, data, user);
  return {
    name,
    command: join(bin, 'postgres'),
    args: ['-D', data, '-p', String(port), ...settings()],
    env: plainEnvironment('/'),
    cwd: '/',
    log: logFile(folders, name),
    port,
    user,
    stopSignal: 'SIGINT', // "fast": ends the sessions, keeps the data clean. SIGTERM would wait for every client to leave.
    graceMs: 6_000,
    probe: (phase) => (phase === 'starting' ? probePostgresQuery(clusterUrl(port)) : probePostgresAlive(port)),
  };
}

/** Whether a cluster of the right version lies there; anything else that lies there is a person's to decide about. */
export function hasCluster(data: string): boolean {
  if (!existsSync(data) || readdirSync(data).length === 0) return false;
  const versionFile = join(data, 'PG_VERSION');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : undefined;
  if (version === MAJOR) return true;
  const found = version === undefined ? 'is not a PostgreSQL data folder' : `was written by PostgreSQL ${version}`;
  throw new StackError(
    `${data} ${found}; this is PostgreSQL ${MAJOR}`,
    'npm start -- --fresh   (deletes it and starts from seeds), or move that folder away',
  );
}

async function createCluster(bin: string, data: string, user: OsUser | undefined): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'storefront-initdb-'));
  const passwordFile = join(scratch, 'password');
  writeFileSync(passwordFile, `${SUPERUSER_PASSWORD}\n`, { mode: 0o600 });
  // initdb works beside the final name: an interrupted one leaves no half cluster behind.
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(dirname(data), { recursive: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (user) for (const path of [scratch, passwordFile, fresh]) chownSync(path, user.uid, user.gid);
  chmodSync(fresh, 0o700);
  try {
    const args = [
      '-D',
      fresh,
      '-U',
      SUPERUSER,
      `--pwfile=${passwordFile}`,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-instructions',
    ];
    const end = await runHelper(join(bin, 'initdb'), args, { user, cwd: '/', env: plainEnvironment('/') });
    if (!end.ok) throw initdbFailure(end);
    rmSync(data, { recursive: true, force: true });
    renameSync(fresh, data);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

function initdbFailure(end: HelperEnd): StackError {
  const [, fix] = INITDB_FIXES.find(([said]) => said.test(end.said)) ?? [];
  return new StackError(
    `PostgreSQL could not create its data folder: ${lastWords(end, 3)}`,
    fix ?? 'see the message; npm start -- --fresh begins anew',
  );
}

const INITDB_FIXES: [RegExp, string][] = [
  [/No space left/i, 'free some disk space, then npm start'],
  [
    /could not look up effective user ID/,
    'give this user an entry in /etc/passwd, or set INVENTORY_DATABASE_URL, NOTIFICATIONS_DATABASE_URL and MONGODB_URI to engines of yours',
  ],
];

function settings(): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    log_line_prefix: '%m [%p] %d ',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
