import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

/** The rows of the tables whose last column is the test. */
const rowsOf = (page: string) =>
  readFileSync(page, 'utf8')
    .split('\n\n')
    .filter((block) => /^\|.*\| test \|$/m.test(block))
    .flatMap((block) => block.trim().split('\n').slice(2));

it.each(['docs/reliability.md', 'docs/security.md'])('%s names for each row a spec that exists', (page) => {
  const rows = rowsOf(page);
  expect(rows.length).toBeGreaterThan(12);
  for (const row of rows) {
    const specs = [...row.matchAll(/`([\w./-]+\.spec\.ts)`/g)].map(([, file = '']) => file);
    expect([row, specs.length > 0, specs.filter((file) => !existsSync(file))]).toEqual([row, true, []]);
  }
});

it('README leads to every page of docs', () => {
  const readme = readFileSync('README.md', 'utf8');
  const pages = globSync('docs/*.md').filter((page) => !readme.includes(`(${page})`));
  expect(pages).toEqual([]);
});
