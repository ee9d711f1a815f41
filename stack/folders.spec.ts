import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** The socket as a process of its own sees it: jest's `process.env` is not the one that node:os reads. */
function socketWith(TMPDIR: string): string {
  const file = JSON.stringify(join(import.meta.dirname, 'folders.ts'));
  const code = `const { foldersOf } = await import(${file}); process.stdout.write(foldersOf('.stack').socket)`;
  const env = { ...process.env, TMPDIR, NODE_OPTIONS: '' };
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' });
}

it.each([
  ['/tmp/mine', /^\/tmp\/mine\/storefront-backbone-/],
  [`/tmp/${'long'.repeat(30)}`, /^\/tmp\/storefront-backbone-/],
  [`/tmp/${'é'.repeat(45)}`, /^\/tmp\/storefront-backbone-/],
])('the path of the control socket is short enough for the system with TMPDIR=%s', (folder, expected) => {
  const socket = socketWith(folder);
  expect(socket).toMatch(expected);
  expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(103);
});
