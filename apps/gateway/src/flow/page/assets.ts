import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGE_CSS } from './page.css.js';

/** One file of the page as it is sent. */
export interface Asset {
  type: string;
  text: string;
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** What the page loads, by name: nothing else is ever read from the disk. The scripts are the compiled modules beside this file. */
const SCRIPTS = ['flow.js', 'stream.js', 'picture.js', 'actions.js', 'story.js', 'waterfall.js'];

const read = new Map<string, Promise<Asset>>();

/** Undefined: the page has no such file. */
export function assetOf(name: string): Promise<Asset> | undefined {
  if (name === 'flow.css') return Promise.resolve({ type: 'text/css; charset=utf-8', text: PAGE_CSS });
  if (!SCRIPTS.includes(name)) return undefined;
  const known = read.get(name) ?? readScript(name);
  read.set(name, known);
  return known;
}

async function readScript(name: string): Promise<Asset> {
  const text = await readFile(join(import.meta.dirname, name), 'utf8');
  return { type: JAVASCRIPT, text: text.replace(/^\/\/# sourceMappingURL=.*$/m, '') };
}
