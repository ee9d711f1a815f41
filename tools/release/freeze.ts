import { copyFileSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freezeMigrations } from '../check/released-migrations.ts';

/** What others rely on from a release on, and where the released one is kept: `npm run check` and specs compare with it. */
const FROZEN: readonly { files: string; folder: string }[] = [
  { files: 'protos/*.proto', folder: 'protos/released' },
  { files: 'libs/contracts/src/events/*.schema.json', folder: 'libs/contracts/src/events/released' },
  { files: 'docs/openapi.yaml', folder: 'docs/released' },
];
const MESSAGES = 'libs/contracts/src/events/released/messages.jsonl';

interface Copy {
  from: string;
  to: string;
}

/** The files that a release of this tree copies: those that are new or have changed since the last one. */
export function toFreeze(root: string): Copy[] {
  const all = FROZEN.flatMap(({ files, folder }) =>
    globSync(files, { cwd: root })
      .toSorted()
      .map((from) => ({ from, to: join(folder, basename(from)) })),
  );
  return all.filter(({ from, to }) => textOf(root, from) !== textOf(root, to));
}

/** Copies them, and writes down the migrations: nobody may change one that was released. */
export function freeze(root: string, copies: readonly Copy[]): void {
  for (const { folder } of FROZEN) mkdirSync(join(root, folder), { recursive: true });
  for (const { from, to } of copies) copyFileSync(join(root, from), join(root, to));
  freezeMigrations(root);
}

/** Events that no running shop has ever published into the recorded messages: without one nothing proves that old ones can be read. */
export function unrecordedEvents(root: string): string[] {
  const recorded = new Set((textOf(root, MESSAGES) ?? '').trim().split('\n').filter(Boolean).map(typeOf));
  return globSync('libs/contracts/src/events/*.schema.json', { cwd: root })
    .map((file) => JSON.parse(textOf(root, file) ?? '').properties.type.const as string)
    .filter((type) => !recorded.has(type))
    .toSorted();
}

const typeOf = (line: string): string => JSON.parse(line).type;

function textOf(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}
