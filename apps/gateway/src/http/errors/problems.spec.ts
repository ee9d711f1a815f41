import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { PROBLEMS } from './problems.js';

it('docs/problems.md explains every problem under its code, with its status', () => {
  const text = readFileSync('docs/problems.md', 'utf8');
  const explained = [...text.matchAll(/^### (\S+)\n\n(\d{3})\./gm)].map(([, code, status]) => [code, Number(status)]);
  const known = Object.entries(PROBLEMS).map(([code, { http }]) => [code, http]);
  expect(explained.sort()).toEqual(known.sort());
});
