import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { ARROWS, FILE, PICTURE, TABLE, withArrows } from './arrows.ts';

const page = readFileSync(FILE, 'utf8');

it('architecture.md has the picture and the table of the arrows', () => {
  expect(page).toBe(withArrows(page));
  expect(page).toContain(TABLE);
  expect(page).toContain(PICTURE);
});

it('the picture has each part once, and a line for each arrow', () => {
  const nodes = [...PICTURE.matchAll(/^ {2}(\w+)[[(]/gm)].map(([, id]) => id);
  expect(new Set(nodes).size).toBe(nodes.length);
  expect(nodes).toHaveLength(new Set(ARROWS.flatMap(({ from, to }) => [from, to])).size);
  const ends = [...PICTURE.matchAll(/^ {2}(\w+) -->\|\w+\| (\w+)$/gm)].flatMap(([, from, to]) => [from, to]);
  expect(ends.filter((id) => !nodes.includes(id))).toEqual([]);
  expect(new Set(ends)).toEqual(new Set(nodes));
});
