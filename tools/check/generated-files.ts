import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, root } from './command.ts';
import type { Finding } from './step.ts';

const GRPC = 'libs/contracts/src/grpc/gen';
const EVENTS = 'libs/contracts/src/events/gen';
const ASYNCAPI = 'docs/asyncapi.json';

/** Generates everything again into a folder of its own and names each file that differs from the committed one. */
export async function staleGeneratedFiles(): Promise<Finding[]> {
  const fresh = mkdtempSync(join(tmpdir(), 'check-generated-'));
  try {
    const failures = [
      ...(await command('buf', 'generate', '--output', fresh)),
      ...(await command('node', 'tools/generate/event-types.ts', join(fresh, EVENTS))),
      ...(await command('node', 'tools/generate/asyncapi.ts', join(fresh, 'asyncapi.json'))),
    ];
    if (failures.length > 0) return failures;
    const isStale = readFileSync(join(root, ASYNCAPI), 'utf8') !== readFileSync(join(fresh, 'asyncapi.json'), 'utf8');
    return [
      ...[GRPC, EVENTS].flatMap((folder) => differences(folder, join(root, folder), join(fresh, folder))),
      ...(isStale ? [outOfDate(ASYNCAPI)] : []),
    ];
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** What differs between two folders of generated files, a sentence for each file. */
export function differences(label: string, committed: string, generated: string): Finding[] {
  const before = contents(committed);
  const after = contents(generated);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    if (before.get(name) === after.get(name)) return [];
    const what = !after.has(name) ? 'is not generated any more' : before.has(name) ? 'is out of date' : 'is missing';
    return [outOfDate(`${label}/${name}`, what)];
  });
}

const outOfDate = (file: string, what = 'is out of date'): Finding =>
  `${file} ${what}: run \`npm run generate\` and commit the result`;

function contents(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
