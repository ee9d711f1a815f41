// Real: git and npm, in a throwaway repository that has this one's scripts and contracts.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../check/command.ts';

const RECORDED = 'libs/contracts/src/events/released/messages.jsonl';
const COPIED = [
  'tools/release',
  'tools/check',
  'apps/inventory/migrations',
  'protos',
  'libs/contracts/src/events',
  'docs/openapi.yaml',
  'docs/released',
  'CHANGELOG.md',
  'package.json',
  'package-lock.json',
  '.gitignore',
];

let clone: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: clone, encoding: 'utf8', stdio: 'pipe' }).trim();
const read = (file: string) => readFileSync(join(clone, file), 'utf8');
const release = (...args: string[]) => {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/release/main.ts', ...args], {
    cwd: clone,
    env,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
};

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'release-'));
  for (const path of COPIED) cpSync(join(root, path), join(clone, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  appendFileSync(join(clone, '.gitignore'), 'node_modules\n');
  writeFileSync(join(clone, 'package.json'), read('package.json').replace(/"version": ".*"/, '"version": "0.1.0"'));
  git('init', '--quiet', '--initial-branch', 'main');
  for (const [name, value] of [
    ['user.name', 'A releaser'],
    ['user.email', 'releaser@example.org'],
    ['commit.gpgsign', 'false'],
    ['tag.gpgsign', 'false'],
  ] as const)
    git('config', name, value);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'feat: what was released before');
  git('tag', '--annotate', 'v0.1.0', '--message', 'Release 0.1.0');
  appendFileSync(join(clone, 'protos/inventory.proto'), '// A remark.\n');
  git('commit', '--quiet', '--all', '--message', 'feat(inventory)!: remarks\n\nBREAKING CHANGE: read them');
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

describe('npm run release', () => {
  it.each([[[]], [['huge']], [['minor', 'major']], [['minor', '--force']]])('refuses %j with its usage', (args) => {
    const { status, said } = release(...args);
    expect({ status, said }).toEqual({
      status: 2,
      said: expect.stringContaining('npm run release -- <major|minor|patch>'),
    });
  });

  it('says what it would do and does nothing', () => {
    const { status, said } = release('minor', '--dry-run');
    expect(status).toBe(0);
    expect(said).toContain('### Breaking\n\n* **inventory** remarks');
    expect(said).toContain('protos/inventory.proto → protos/released/inventory.proto');
    expect(said).toContain('(dry run: v0.2.0)');
    expect([git('status', '--porcelain'), git('tag')]).toEqual(['', 'v0.1.0']);
  });

  it('names everything that is in the way', () => {
    git('switch', '--quiet', '--create', 'elsewhere');
    writeFileSync(join(clone, RECORDED), `${read(RECORDED).split('\n').slice(1).join('\n')}`);
    const { status, said } = release('minor');
    expect(status).toBe(2);
    expect(said).toContain('the tree has changes');
    expect(said).toContain('a release is made on main');
    expect(said).toContain('no message is recorded of order_cancelled: RECORD_EVENTS=');
    git('checkout', '--quiet', '--', RECORDED);
    git('switch', '--quiet', 'main');
  });

  it('releases nothing that npm run check objects to', () => {
    const { status } = release('minor');
    expect([status, git('status', '--porcelain'), git('tag')]).toEqual([1, '', 'v0.1.0']);
  });

  it('freezes the contracts, writes the changelog, commits and tags', () => {
    expect(release('minor', '--unchecked')).toMatchObject({
      status: 0,
      said: expect.stringContaining('v0.2.0 is tagged'),
    });
    for (const file of ['inventory', 'orders', 'analytics', 'story'])
      expect([file, read(`protos/released/${file}.proto`)]).toEqual([file, read(`protos/${file}.proto`)]);
    expect(read('docs/released/openapi.yaml')).toBe(read('docs/openapi.yaml'));
    expect(read('CHANGELOG.md')).toMatch(
      /^# Changelog\n[^#]*## 0\.2\.0 \(.*\)\n\n### Breaking\n\n\* \*\*inventory\*\* remarks\n\n## /,
    );
    const migrations = Object.keys(JSON.parse(read('tools/check/released-migrations.json')));
    expect(migrations).toContain('apps/inventory/migrations/0009.do.listing.alone.sql');
    expect(JSON.parse(read('package.json')).version).toBe('0.2.0');
    expect(JSON.parse(read('package-lock.json')).version).toBe('0.2.0');
    expect(git('log', '-1', '--format=%s %D')).toBe('chore: release 0.2.0 HEAD -> main, tag: v0.2.0');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('freezes nothing again that has not changed', () => {
    expect(release('patch', '--dry-run').said).toContain('no contract has changed');
  });
});
