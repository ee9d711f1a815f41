// node tools/release/notes.ts v1.2.3: that version's part of CHANGELOG.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sectionOf } from './changelog.ts';

const version = (process.argv[2] ?? '').replace(/^v/, '');
const text = sectionOf(readFileSync(join(import.meta.dirname, '../../CHANGELOG.md'), 'utf8'), version);
if (text) {
  console.log(text.trim());
} else {
  console.error(`CHANGELOG.md has no section for "${version}". Usage: node tools/release/notes.ts v1.2.3`);
  process.exitCode = 2;
}
