import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { FILE, withTable } from './arrows.ts';

it('architecture.md has the arrows of the table', () => {
  const page = readFileSync(FILE, 'utf8');
  expect(page).toBe(withTable(page));
});
