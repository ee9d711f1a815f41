import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

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

describe('the runbook has a section of its own for', () => {
  const { groups } = parse(readFileSync('deploy/prometheus/rules/storefront.yml', 'utf8')) as {
    groups: { rules: { alert: string; annotations: { runbook: string } }[] }[];
  };
  it.each(groups.flatMap(({ rules }) => rules))('the alert $alert', ({ alert, annotations: { runbook } }) => {
    const [page = '', anchor] = runbook.split('#');
    const words = alert.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    expect(anchor).toBe(words.toLowerCase().replaceAll(' ', '-'));
    const [, section = ''] = readFileSync(page, 'utf8').split(`\n## ${words}\n`);
    expect(section.split('\n## ')[0]?.trim().length).toBeGreaterThan(80);
  });
});
