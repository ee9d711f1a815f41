import { globSync } from 'node:fs';
import { CLONE } from '../../../stack/folders.ts';

/** README first: it starts the shop that the others speak of. */
export const PAGES: readonly string[] = ['README.md', ...globSync('docs/*.md', { cwd: CLONE }).toSorted()];
