// npm run release -- <major|minor|patch> [--dry-run]: version, frozen contracts, changelog, commit, tag. Pushing stays a person's act.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCommit, raise, section } from './changelog.ts';
import { freeze, toFreeze, unrecordedEvents } from './freeze.ts';
import { lastRelease } from './last-release.ts';

const root = join(import.meta.dirname, '../..');
const PARTS = ['major', 'minor', 'patch'] as const;
type Part = (typeof PARTS)[number];

const usage = `npm run release -- <major|minor|patch> [--dry-run] [--unchecked]

Runs npm run check, copies protos, event schemas and the OpenAPI document to their folders released/, raises the version in
package.json, writes what changed since the last tag to CHANGELOG.md, commits and tags. Wants a clean tree on main.
Before: npm test, npm run test:docs, npm run test:upgrade, npm run rehearsal. After: git push --follow-tags.

  --dry-run     changes nothing; prints the section and what would be copied
  --unchecked   without npm run check, which has just passed
Exit code: 0 released, 1 the check failed, 2 not done and why.`;

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function options(): { part: Part; isDry: boolean; isUnchecked: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  const parse = () =>
    parseArgs({
      allowPositionals: true,
      options: { 'dry-run': flag, unchecked: flag, help: { ...flag, short: 'h' } },
    });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    fail(`${(error as Error).message}\n\n${usage}`);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const part = PARTS.find((each) => each === positionals[0]);
  if (!part || positionals.length > 1) fail(usage);
  return { part, isDry: values['dry-run'], isUnchecked: values.unchecked };
}

/** What keeps this tree from being released. */
function obstacles(version: string): string[] {
  const missing = unrecordedEvents(root);
  const record = `RECORD_EVENTS=${join('libs/contracts/src/events/released', 'messages.jsonl')} npm run test:e2e -- --testPathPatterns asyncapi`;
  return [
    ...(git('status', '--porcelain') ? ['the tree has changes: commit them first'] : []),
    ...(git('branch', '--show-current') === 'main' ? [] : ['a release is made on main: git switch main']),
    ...(git('tag', '--list', `v${version}`) ? [`there is a tag v${version} already`] : []),
    ...(missing.length > 0 ? [`no message is recorded of ${missing.join(', ')}: ${record}`] : []),
  ];
}

function messagesSinceLastRelease(): string[] {
  return git('log', '--format=%B%x00', `${lastRelease(root).commit}..HEAD`)
    .split('\0')
    .map((message) => message.trim());
}

function write(version: string, text: string): void {
  const changelog = join(root, 'CHANGELOG.md');
  const [title = '# Changelog\n\n', ...rest] = readFileSync(changelog, 'utf8').split(/^(?=## )/m);
  writeFileSync(changelog, [title, `${text}\n`, ...rest].join(''));
  execFileSync('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], { cwd: root });
  git('add', '--all');
  git('commit', '--message', `chore: release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `Release ${version}`);
}

const { part, isDry, isUnchecked } = options();
const version = raise(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version, part);
const changes = messagesSinceLastRelease().flatMap((message) => parseCommit(message) ?? []);
const text = section(version, new Date().toISOString().slice(0, 10), changes);
const copies = toFreeze(root);
const told = copies.map(({ from, to }) => `${from} → ${to}`).join('\n') || 'no contract has changed';
const against = obstacles(version);
if (isDry) {
  console.log(`${text}\n${told}\n`);
  for (const obstacle of against) console.log(`in the way: ${obstacle}`);
  console.log(`(dry run: v${version})`);
} else if (against.length > 0) {
  fail(against.join('\n'));
} else if (!isUnchecked && spawnSync('npm', ['run', 'check'], { cwd: root, stdio: 'inherit' }).status !== 0) {
  process.exitCode = 1;
} else {
  freeze(root, copies);
  write(version, text);
  console.log(`${told}\nv${version} is tagged; now: git push --follow-tags`);
}
