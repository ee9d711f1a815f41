// A column that older programs may ignore, and an index that is made while sales go on.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';

const FOLDER = 'apps/inventory/migrations';

export const addAMigration: Recipe = {
  sections: ['Add a migration'],
  change(copy) {
    const last = Math.max(...readdirSync(join(copy.folder, FOLDER)).map((file) => Number.parseInt(file, 10)));
    const file = (version: number, rest: string) => `${FOLDER}/${String(version).padStart(4, '0')}.do.${rest}.sql`;
    copy.write(
      file(last + 1, 'gift-note'),
      `-- compatible-from: ${last}\nALTER TABLE sales ADD COLUMN gift_note text;\n`,
    );
    copy.write(
      file(last + 2, 'gifts.alone'),
      `-- compatible-from: ${last}
DROP INDEX CONCURRENTLY IF EXISTS gifts;
CREATE INDEX CONCURRENTLY gifts ON sales (sale_id) WHERE gift_note IS NOT NULL;
`,
    );
  },
  commands: [],
  checks: ['migrations'],
  specs: [
    'libs/postgres/src/migration-files',
    'apps/inventory/test/schema.integration.spec.ts',
    'apps/inventory/test/owner-migrates.integration.spec.ts',
  ],
};
