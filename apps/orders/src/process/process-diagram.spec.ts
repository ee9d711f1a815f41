import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { processDiagram, processTable } from './process-diagram.js';
import { COMMANDS, EFFECTS, PROCESS } from './process-table.js';

it('docs/orders.md shows the process that runs: `npm run generate` writes it', () => {
  const page = readFileSync(`${import.meta.dirname}/../../../../docs/orders.md`, 'utf8');
  expect(page).toContain(processDiagram(PROCESS, COMMANDS));
  expect(page).toContain(processTable(PROCESS));
});

it('every effect has a row', () => {
  expect([...new Set(PROCESS.map(({ effect }) => effect))].sort()).toEqual([...EFFECTS].sort());
});
