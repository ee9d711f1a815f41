import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { differences } from './generated-files.ts';

it('names every generated file that is out of date, missing or left over', () => {
  const base = mkdtempSync(join(tmpdir(), 'generated-'));
  const folder = (name: string, files: Record<string, string>) => {
    mkdirSync(join(base, name, 'sub'), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(base, name, file), text);
    return join(base, name);
  };
  const committed = folder('a', { 'same.ts': '1', 'old.ts': '1', 'sub/left.ts': '1' });
  const generated = folder('b', { 'same.ts': '1', 'old.ts': '2', 'new.ts': '1' });
  expect(differences('gen', committed, generated)).toEqual([
    'gen/new.ts is missing: run `npm run generate` and commit the result',
    'gen/old.ts is out of date: run `npm run generate` and commit the result',
    'gen/sub/left.ts is not generated any more: run `npm run generate` and commit the result',
  ]);
  rmSync(base, { recursive: true });
});
