import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './command.ts';
import { oasdiff } from './oasdiff.ts';
import type { Finding } from './step.ts';

/** A change as oasdiff reports it. `level` 3 breaks clients, 2 may. */
export interface Change {
  id: string;
  text: string;
  level: number;
  operation: string;
  path: string;
}

const BREAKS = 3;

/** What oasdiff counts as a break and this contract promises nothing about. */
const ALLOWED: { id: string; text: RegExp; because: string }[] = [
  {
    id: 'response-property-enum-value-added',
    text: /`(type|status)` response property for the response status `[45]/,
    because: 'new problems may come: a client that does not know the type goes by the status of the answer',
  },
  {
    id: 'response-property-enum-value-added',
    text: /`queue` response property/,
    because: 'the answer repeats the queue that was asked for',
  },
  {
    id: 'request-property-type-changed',
    text: /`format` changed from `none` to `int/,
    because: 'the bounds are the same',
  },
  {
    id: 'request-parameter-type-changed',
    text: /`format` was changed from `none` to `int/,
    because: 'the bounds are the same',
  },
];

/** The sentences for changes that break a client of the released document. */
export const breaksOf = (changes: readonly Change[]): Finding[] =>
  changes
    .filter(({ level }) => level >= BREAKS)
    .filter((change) => !ALLOWED.some(({ id, text }) => id === change.id && text.test(change.text)))
    .map(({ operation, path, text, id }) => `${operation} ${path}: ${text} (${id})`);

/** What `revision` breaks of `base`. */
export async function brokenOpenApi(
  base = 'docs/released/openapi.yaml',
  revision = 'docs/openapi.yaml',
): Promise<Finding[]> {
  const args = ['breaking', join(root, base), join(root, revision), '--format', 'json'];
  const { stdout } = await promisify(execFile)(await oasdiff(), args, { maxBuffer: 64_000_000 });
  return breaksOf(JSON.parse(stdout) as Change[]);
}
