import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { RECIPES } from './index.js';

it('npm run test:docs carries out every recipe of CONTRIBUTING.md', () => {
  const headings = [...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^## (Add .+)$/gm)].map(([, text]) => text);
  expect(RECIPES.flatMap(({ sections }) => sections).toSorted()).toEqual(headings.toSorted());
});
