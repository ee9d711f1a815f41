// npm run test:docs: what the docs tell people to do is done, in a throwaway copy of this clone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isUsageError, report } from '../../stack/failure.ts';
import { CLONE } from '../../stack/folders.ts';
import { BACKUP, backUpAndRestore } from './pages/backup.ts';
import { draw } from './pages/diagrams.ts';
import { DocsShop } from './pages/docs-shop.ts';
import { PAGES } from './pages/index.ts';
import { type Piece, readPage } from './pages/page.ts';
import { carryOut } from './recipes/carry-out.ts';
import { RECIPES } from './recipes/index.ts';
import type { Ended } from './throwaway-copy.ts';

const HELP = `npm run test:docs [-- --only <text>] [--list] [--help]

Runs every command and draws every diagram of README.md and docs/*.md on a shop of its own, backs it up and restores it
while people buy, and carries out the recipes of CONTRIBUTING.md, each in a throwaway copy of this clone. About 15 minutes on two cores.

  --only   what has this text in its name: a page, a command, a recipe
  --list   runs nothing; says what would be run, and why the rest is not
Exit code: 0 everything did what the docs say, 1 something did not, 2 wrong arguments.`;

/** One thing that is tried. */
interface Trial {
  name: string;
  run: () => Promise<Ended>;
}

const SHOWN = 10;

const say = (line: string) => console.log(line);

function trialsOf(pieces: readonly Piece[], shop: DocsShop): Trial[] {
  const isBackup = ({ page, section }: Piece) =>
    page === BACKUP.page && (BACKUP.sections as readonly string[]).includes(section);
  const backup = pieces.filter(isBackup);
  return [
    ...pieces
      .filter((piece) => !piece.because && !isBackup(piece))
      .map((piece) => ({ name: nameOf(piece), run: () => tryPiece(piece, shop) })),
    {
      name: `${BACKUP.page}  back up, restore, add up`,
      run: () => backUpAndRestore(shop, backup, (line) => say(`      ${line}`)),
    },
    ...RECIPES.map((recipe) => ({
      name: `CONTRIBUTING.md  ${recipe.sections.join(', ')}`,
      run: () => carryOut(recipe),
    })),
  ];
}

async function tryPiece({ kind, text }: Piece, shop: DocsShop): Promise<Ended> {
  if (kind === 'command') return shop.run(text);
  if (kind === 'mermaid') return draw(text);
  if (kind === 'block')
    return { ok: false, said: 'it is neither sh, json nor mermaid, and the page does not say why it is not run' };
  JSON.parse(text);
  return { ok: true, said: '' };
}

const nameOf = ({ kind, page, line, text }: Piece) =>
  `${page}:${line}  ${kind === 'command' ? text : `${kind}: ${text.split('\n')[0]}`}`;

async function tryAll(trials: readonly Trial[]): Promise<number> {
  let failed = 0;
  for (const { name, run } of trials) {
    const began = Date.now();
    const { ok, said } = await run().catch((error: Error): Ended => ({ ok: false, said: error.message }));
    say(`${ok ? 'ok   ' : 'FAIL '} ${name}  (${((Date.now() - began) / 1_000).toFixed(1)} s)`);
    if (ok) continue;
    failed++;
    say(said.replace(/^/gm, '      '));
  }
  return failed;
}

function list(trials: readonly Trial[], silent: readonly Piece[]): void {
  for (const { name } of trials) say(`run      ${name}`);
  const why = ({ page, because }: Piece) => `${page}: ${because}`;
  for (const reason of new Set(silent.map(why))) {
    const pieces = silent.filter((piece) => why(piece) === reason);
    say(`not run  ${reason}`);
    for (const piece of pieces.slice(0, SHOWN)) say(`           ${nameOf(piece)}`);
    if (pieces.length > SHOWN) say(`           and ${pieces.length - SHOWN} more`);
  }
  say(`\n${trials.length} are run, ${silent.length} are not`);
}

async function main(only: string, isList: boolean): Promise<number> {
  const pieces = PAGES.flatMap((page) => onceEach(readPage(page, readFileSync(join(CLONE, page), 'utf8'))));
  const silent = pieces.filter((piece) => piece.because && nameOf(piece).includes(only));
  const shop = new DocsShop();
  const trials = trialsOf(pieces, shop).filter(({ name }) => name.includes(only));
  try {
    if (isList) list(trials, silent);
    else if (trials.length === 0) return wrong(`nothing has "${only}" in its name`);
    else {
      const failed = await tryAll(trials);
      say(`\n${trials.length - failed} passed, ${failed} failed; ${silent.length} are not run (--list says why)`);
      return failed === 0 ? 0 : 1;
    }
    return 0;
  } finally {
    await shop.stop();
  }
}

/** A code mark that repeats another one of its page is not tried again; a line of a block is. */
const onceEach = (pieces: Piece[]) =>
  pieces.filter(({ isMark, text }, index) => !isMark || pieces.findIndex((other) => other.text === text) === index);

function wrong(message: string): number {
  console.error(`${message}\n\n${HELP}`);
  return 2;
}

function options() {
  const flag = { type: 'boolean', default: false } as const;
  return parseArgs({ options: { only: { type: 'string', default: '' }, list: flag, help: { ...flag, short: 'h' } } })
    .values;
}

try {
  const { only, list: isList, help } = options();
  if (help) say(HELP);
  else process.exitCode = await main(only, isList);
} catch (error) {
  if (isUsageError(error)) process.exitCode = wrong((error as Error).message);
  else {
    report(error);
    process.exitCode = 1;
  }
}
