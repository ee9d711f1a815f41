import { appendFileSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { root } from './command.ts';
import { changedMigrations } from './released-migrations.ts';

const copy = mkdtempSync(join(tmpdir(), 'migrations-'));
for (const file of ['tools/check/released-migrations.json', ...globSync('apps/*/migrations/*.sql', { cwd: root })]) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  cpSync(join(root, file), join(copy, file));
}
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('a released migration that changed by a comment, or is gone, is named', () => {
  expect(changedMigrations(copy)).toEqual([]);
  appendFileSync(join(copy, 'apps/inventory/migrations/0002.do.sales.sql'), '-- a better word\n');
  rmSync(join(copy, 'apps/inventory/migrations/0003.do.restocks.sql'));
  const says = (file: string) => expect.stringContaining(`apps/inventory/migrations/${file} is not as it was released`);
  expect(changedMigrations(copy)).toEqual([says('0002.do.sales.sql'), says('0003.do.restocks.sql')]);
});
