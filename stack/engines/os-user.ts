import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../failure.ts';
import { type Folders, ownUid } from '../folders.ts';

export interface OsUser {
  uid: number;
  gid: number;
}

function lookUp(): OsUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** PostgreSQL refuses to run as root; then it runs as the OS user `postgres`, created when it is missing. Undefined: run as ourselves. */
export function postgresUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const present = lookUp();
  if (present) return present;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const created = lookUp();
  if (created) return created;
  throw new StackError(
    'PostgreSQL does not run as root, and the OS user "postgres" could not be created',
    'useradd --system --user-group postgres   (or run npm start as a user who is not root)',
  );
}

/** Whether that user can walk down to the folder (a clone below a root home of mode 700 it cannot). */
function canEnter(folder: string, user: OsUser): boolean {
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0;
}

/** The folder for files that the engines' OS user must reach: the stack's own where possible, else one below /var/tmp. */
export function engineHome(folders: Folders, user: OsUser | undefined): string {
  if (!user || canEnter(folders.data, user)) return folders.data;
  return outsideHome(folders);
}

export function outsideHome(folders: Folders): string {
  const hash = createHash('sha256').update(folders.dir).digest('hex').slice(0, 10);
  return join('/var/tmp', `storefront-backbone-${ownUid()}-${hash}`);
}

/** Makes a folder below /var/tmp ours, and refuses one of another user. */
export function claimOutsideHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const found = lstatSync(home);
  if (!found.isDirectory() || found.uid !== ownUid()) {
    throw new StackError(`${home} belongs to another user`, `look at it, remove it, then start again`);
  }
  chmodSync(home, 0o755);
}
