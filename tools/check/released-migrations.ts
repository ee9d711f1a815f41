import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './step.ts';

/** The hash of each migration as it was released. */
const RELEASED = 'tools/check/released-migrations.json';

/** Migrations that were changed, a comment even, or taken away since a release: a database that has them refuses every later one. */
export function changedMigrations(root: string): Finding[] {
  const now = hashes(root);
  return Object.entries(releasedHashes(root))
    .filter(([file, hash]) => now[file] !== hash)
    .map(([file]) => `${file} is not as it was released: databases that have it could not be migrated any more`);
}

/** Writes down what a release of this tree has. */
export function freezeMigrations(root: string): void {
  writeFileSync(join(root, RELEASED), `${JSON.stringify(hashes(root), undefined, 2)}\n`);
}

const releasedHashes = (root: string): Record<string, string> => JSON.parse(readFileSync(join(root, RELEASED), 'utf8'));

function hashes(root: string): Record<string, string> {
  const files = globSync('apps/*/migrations/*.sql', { cwd: root }).toSorted();
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('hex'),
    ]),
  );
}
