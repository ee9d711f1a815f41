import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { root } from './command.ts';
import { steps } from './steps.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('what the repository is kept by', () => {
  it('CODEOWNERS: one pattern a line, the general one first (the last that fits decides), each leads somewhere', () => {
    const lines = read('.github/CODEOWNERS')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const [first, ...others] = lines.map((line) => line.split(/ +/));
    expect(first?.[0]).toBe('*');
    for (const [pattern = '', ...owners] of others) {
      expect(owners.every((owner) => owner.startsWith('@'))).toBe(true);
      expect([pattern, globSync(pattern.slice(1), { cwd: root }).length > 0]).toEqual([pattern, true]);
    }
  });

  it('workflows: read rights unless they release, and the scripts that a laptop runs', () => {
    for (const file of globSync('.github/workflows/*.yml', { cwd: root })) {
      const { permissions, jobs } = parse(read(file));
      expect([file, permissions.contents]).toEqual([file, file.endsWith('release.yml') ? 'write' : 'read']);
      const runs: string[] = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap(({ steps: all }) =>
        all.flatMap(({ run }) => run ?? []),
      );
      const files = runs.join('\n').match(/(?:\.ci|tools)\/[\w./-]+/g) ?? [];
      expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
      expect(files.length).toBeGreaterThan(0);
    }
  });

  it('Renovate, templates, licence and the way to report a weakness are there', () => {
    expect(JSON.parse(read('renovate.json')).extends).toContain('config:recommended');
    for (const file of globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: root })) expect(parse(read(file))).toBeTruthy();
    expect(read('.github/pull_request_template.md')).toContain('npm run check');
    expect(read('LICENSE')).toContain('MIT License');
    expect(read('SECURITY.md')).toContain('privately');
  });

  it('npm run check looks at the tree, the licences and every contract', () => {
    const names = steps.map(({ name }) => name);
    for (const name of ['tree', 'licences', 'proto', 'openapi', 'openapi-breaks', 'generated', 'migrations'])
      expect(names).toContain(name);
  });
});
