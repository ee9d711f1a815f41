import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureBuilt } from '../../stack/build.ts';
import { StackError } from '../../stack/failure.ts';
import { CLONE, foldersOf } from '../../stack/folders.ts';
import { runHelper } from '../../stack/processes/helper.ts';
import { type Say, timed } from '../../stack/progress.ts';
import { lastRelease } from '../../tools/release/last-release.ts';

/** One version of the shop, built. */
export interface Version {
  name: string;
  /** Its compiled programs. */
  dist: string;
  /** Why it cannot be gone back to. */
  noWayBack?: string;
}

/** What runs in production now. */
export async function releasedVersion(say: Say): Promise<Version> {
  const { version, commit, no_way_back } = lastRelease(CLONE);
  const built = await builtOnce(commit, version, say);
  return { ...built, ...(no_way_back && { noWayBack: no_way_back }) };
}

/** This clone, as it is. */
export async function thisVersion(say: Say): Promise<Version> {
  await ensureBuilt(say);
  return { name: 'this clone', dist: join(CLONE, 'dist') };
}

/** A tag or a commit, taken out of git and built once below `.stack/cache`. */
export async function versionOf(revision: string, say: Say): Promise<Version> {
  try {
    const args = ['rev-parse', '--verify', `${revision}^{commit}`];
    const commit = execFileSync('git', args, { cwd: CLONE, encoding: 'utf8', stdio: 'pipe' }).trim();
    return await builtOnce(commit, revision, say);
  } catch (error) {
    if (error instanceof StackError) throw error;
    throw new StackError(`there is no version ${revision} in this clone`, 'git fetch --unshallow --tags');
  }
}

async function builtOnce(commit: string, name: string, say: Say): Promise<Version> {
  const folder = join(foldersOf('.stack').cache, `version-${commit.slice(0, 12)}`);
  if (!existsSync(folder)) {
    const work = `${folder}.work`;
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    const archive = join(work, 'version.tar');
    await orFail('git', ['-C', CLONE, 'archive', '--output', archive, commit], work);
    await orFail('tar', ['-xf', archive], work);
    rmSync(archive);
    await timed(say, `building version ${name}`, () => build(work));
    renameSync(work, folder);
  }
  return { name, dist: join(folder, 'dist') };
}

/** With the packages of this clone when they are the same, with its own otherwise. */
async function build(folder: string): Promise<void> {
  const packages = (root: string) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return Object.entries<string>({ ...dependencies, ...devDependencies });
  };
  const here = new Map(packages(CLONE));
  const same = packages(folder).every(([name, version]) => here.get(name) === version);
  if (same) symlinkSync(join(CLONE, 'node_modules'), join(folder, 'node_modules'));
  else await orFail('npm', ['ci', '--no-audit', '--no-fund'], folder);
  await orFail('nest', ['build', 'workspace'], folder);
}

async function orFail(program: string, args: string[], cwd: string): Promise<void> {
  const PATH = [join(cwd, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const { ok, said } = await runHelper(program, args, { cwd, env: { ...process.env, PATH, NODE_OPTIONS: '' } });
  if (!ok) throw new StackError(`${program} ${args.join(' ')} failed: ${said}`, `look at ${cwd}`);
}
