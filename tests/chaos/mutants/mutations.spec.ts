import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { CLONE } from '../../../stack/folders.ts';
import { FAULTS } from '../faults/table.ts';
import { mutate } from './apply.ts';
import { MUTATIONS } from './mutations.ts';

it.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))('%s: can still be made', (_, mutation) => {
  const source = readFileSync(join(CLONE, mutation.file), 'utf8');
  expect(mutate(source, mutation)).not.toBe(source);
  for (const fault of mutation.faults.split(',')) expect(FAULTS.map(({ name }) => name)).toContain(fault);
});
