import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StackError } from './failure.ts';
import { CLONE } from './folders.ts';
import { runHelper } from './processes/helper.ts';
import { identify, isAlive } from './processes/identity.ts';
import { type Say, timed } from './progress.ts';

const SOURCES = [
  'apps',
  'libs',
  'protos',
  'tools/build',
  'tools/dlq',
  'tools/figures',
  'tools/migrate',
  'tools/openapi',
  'tools/payment-simulator',
  'tools/settings',
  'tools/topology',
  'tools/verify',
];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
const STAMP = join(CLONE, 'dist', '.built-from');
const LOCK = join(CLONE, '.stack', 'build.lock');

/** Builds the services when `dist` is not what the sources say. */
export async function ensureBuilt(say: Say): Promise<void> {
  if (isCurrent()) return;
  const release = await lock(say);
  try {
    if (!isCurrent()) await build(say);
  } finally {
    release();
  }
}

function isCurrent(): boolean {
  if (!existsSync(STAMP)) return adoptForeignBuild();
  return readFileSync(STAMP, 'utf8') === fingerprint();
}

/** A `npm run build` by hand leaves no stamp; what is newer than every source is taken as it is. */
function adoptForeignBuild(): boolean {
  const entry = join(CLONE, 'dist', 'apps', 'gateway', 'src', 'main.js');
  if (!existsSync(entry)) return false;
  const builtAt = statSync(entry).mtimeMs;
  if (sourceFiles().some((file) => statSync(file).mtimeMs > builtAt)) return false;
  writeFileSync(STAMP, fingerprint());
  return true;
}

async function build(say: Say): Promise<void> {
  const before = fingerprint();
  const path = [join(CLONE, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, NODE_OPTIONS: '' };
  const end = await timed(say, 'building the services', () =>
    runHelper('npm', ['run', '-s', 'build'], { cwd: CLONE, env }),
  );
  if (!end.ok)
    throw new StackError(`the build fails:\n${end.said}`, 'correct what it names; npm run build shows it again');
  writeFileSync(STAMP, before);
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of sourceFiles())
    hash.update(file.slice(CLONE.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function sourceFiles(): string[] {
  const files = SOURCES.flatMap((folder) => filesBelow(join(CLONE, folder))).filter(
    (file) => !/\.spec\.ts$|\.md$/.test(file),
  );
  return [...files, ...SETTINGS.map((name) => join(CLONE, name))].toSorted();
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** One build at a time in a clone: `npm start` and `npm test` may both find that one is due. */
async function lock(say: Say): Promise<() => void> {
  mkdirSync(join(CLONE, '.stack'), { recursive: true });
  const wait = async () => {
    for (;;) {
      try {
        writeFileSync(LOCK, JSON.stringify(identify(process.pid)), { flag: 'wx' });
        return;
      } catch {
        if (!builderLives()) rmSync(LOCK, { force: true });
        else await delay(100);
      }
    }
  };
  await timed(say, 'waiting for a build that is under way', wait);
  return () => rmSync(LOCK, { force: true });
}

function builderLives(): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(LOCK, 'utf8')));
  } catch {
    return existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs < 1_000;
  }
}
