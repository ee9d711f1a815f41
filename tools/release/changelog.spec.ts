import { expect, it } from '@jest/globals';
import { parseCommit, raise, section, sectionOf } from './changelog.ts';

it('reads type, scope and a break from a commit', () => {
  expect(parseCommit('feat(orders)!: refunds by line\n\nbody')).toEqual({
    type: 'feat',
    scope: 'orders',
    subject: 'refunds by line',
    breaking: true,
  });
  expect(parseCommit('fix: a name\n\nBREAKING CHANGE: gone')?.breaking).toBe(true);
  expect(parseCommit('Merge branch x')).toBeUndefined();
});

it('tells what is new, what was wrong and what breaks, and leaves out the rest', () => {
  const changes = ['feat(a): one', 'test: two', 'fix: three', 'perf!: four'].flatMap((text) => parseCommit(text) ?? []);
  expect(section('1.1.0', '2026-01-02', changes)).toBe(
    '## 1.1.0 (2026-01-02)\n\n### Breaking\n\n* four\n\n### Added\n\n* **a** one\n\n### Fixed\n\n* three\n',
  );
});

it('finds one version in a changelog', () => {
  const text = '# Changelog\n\n## 1.1.0 (2026-01-02)\n\nnew\n\n## 1.0.0 (2026-01-01)\n\nold\n';
  expect(sectionOf(text, '1.1.0')?.trim()).toBe('new');
  expect(sectionOf(text, '1.1')).toBeUndefined();
});

it.each([
  ['patch', '1.2.4'],
  ['minor', '1.3.0'],
  ['major', '2.0.0'],
] as const)('raises %s of 1.2.3 to %s', (part, expected) => {
  expect(raise('1.2.3', part)).toBe(expected);
});
