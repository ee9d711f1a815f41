// npm run release -- <major|minor|patch> [--dry-run]: version, changelog, commit, tag. Pushing stays a person's act.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCommit, raise, section } from './changelog.ts';

const root = join(import.meta.dirname, '../..');
const usage = `npm run release -- <major|minor|patch> [--dry-run]

Raises the version in package.json, writes what changed since the last tag to CHANGELOG.md, commits and tags. Wants a clean tree on main.
Before: npm run check, npm test, npm run rehearsal. After: git push --follow-tags.`;

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function commitsSinceLastTag(): string[] {
  const tags = git('tag', '--list', 'v*', '--sort=-v:refname').split('\n').filter(Boolean);
  const range = tags[0] ? `${tags[0]}..HEAD` : 'HEAD';
  return git('log', '--format=%B%x00', range)
    .split('\0')
    .map((message) => message.trim());
}

function write(version: string, text: string): void {
  const changelog = join(root, 'CHANGELOG.md');
  const [title = '# Changelog\n\n', ...rest] = readFileSync(changelog, 'utf8').split(/^(?=## )/m);
  writeFileSync(changelog, [title, `${text}\n`, ...rest].join(''));
  execFileSync('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], { cwd: root });
  git('commit', '--all', '--message', `chore: release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `Release ${version}`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
const [part] = positionals;
if (values.help) {
  console.log(usage);
} else if (part !== 'major' && part !== 'minor' && part !== 'patch') {
  fail(usage);
} else {
  if (!values['dry-run'] && git('status', '--porcelain')) fail('the tree has changes: commit or stash them first');
  const current = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version as string;
  const version = raise(current, part);
  const changes = commitsSinceLastTag().flatMap((message) => parseCommit(message) ?? []);
  const text = section(version, new Date().toISOString().slice(0, 10), changes);
  if (values['dry-run']) console.log(text);
  else write(version, text);
  console.log(values['dry-run'] ? `(dry run: v${version})` : `v${version} is tagged; now: git push --follow-tags`);
}
