import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Finding } from './step.ts';

const IGNORED = new Set(['node_modules', 'dist', 'coverage']);
const BUILT_IN = new Set(['install', 'ci', 'exec', 'help']);

/** Every broken link, unknown npm script and missing path that the Markdown files under `root` name. */
export function docsFindings(root: string, scripts: string[]): Finding[] {
  return markdownFiles(root).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const name = relative(root, file);
    return [
      ...brokenLinks(text, dirname(file), root).map((link) => `${name}: the link ${link} leads nowhere`),
      ...unknownScripts(text, scripts).map((script) => `${name}: there is no npm script "${script}"`),
      ...missingPaths(text, root).map((path) => `${name}: there is no ${path}`),
    ];
  });
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || IGNORED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Relative links `[text](path#anchor)` whose file, or whose heading, does not exist. */
export function brokenLinks(text: string, folder: string, root: string): string[] {
  const links = [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => {
    if (/^[a-z]+:/i.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path.startsWith('/') ? join(root, path) : join(folder, path);
    if (path && !existsSync(target)) return true;
    if (!anchor) return false;
    return !anchors(path ? readFileSync(target, 'utf8') : text).has(anchor);
  });
}

/** Headings as GitHub turns them into anchors. */
function anchors(text: string): Set<string> {
  const headings = [...withoutFences(text).matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

/** Scripts named as `npm run x`, `npm start` or `npm test` that package.json does not have. */
export function unknownScripts(text: string, scripts: string[]): string[] {
  const known = new Set(scripts);
  const run = [...text.matchAll(/\bnpm (?:-s )?run (?:-s |--silent )?([a-z][\w:-]*)/g)].map((match) => match[1] ?? '');
  const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map((match) => match[1] ?? '');
  return [...new Set([...run, ...short])].filter((name) => !known.has(name) && !BUILT_IN.has(name));
}

/** Files of this repository that npm scripts run and that do not exist. `x.js` may be what `x.ts` compiles to. */
export function brokenScripts(scripts: Record<string, string>, root: string): Finding[] {
  return Object.entries(scripts).flatMap(([name, line]) => {
    const files = line.match(/\b(?:stack|tools|tests)\/[\w./-]+\.m?[jt]s\b/g) ?? [];
    const missing = files.filter(
      (file) => !existsSync(join(root, file)) && !existsSync(join(root, file.replace(/js$/, 'ts'))),
    );
    return missing.map((file) => `package.json: the script "${name}" runs ${file}, which does not exist`);
  });
}

const OWN_FOLDERS = 'apps|libs|protos|stack|tools|tests|deploy|docs';

/** Paths of this repository in `code` marks (`apps/…`, without placeholders or globs) that do not exist. */
export function missingPaths(text: string, root: string): string[] {
  const marks = [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  const paths = marks.filter((mark) => new RegExp(`^(?:${OWN_FOLDERS})/[\\w./-]+$`).test(mark));
  return [...new Set(paths)].filter((path) => !existsSync(join(root, path)));
}

function withoutFences(text: string): string {
  return text.replace(/^```.*?^```/gms, '');
}
