const TOKEN = /"(?:[^"\\]+|\\.)*"(?:\s*:)?|[{}[\],]/gs;

/**
 * Where some object of a JSON text gives the same name twice, the first of them, or undefined. `JSON.parse` silently keeps
 * the last value. Counts first: a text names more fields than its value has only when one is repeated.
 *
 * @param text valid JSON
 * @param value what `JSON.parse(text)` made of it
 * @returns the names (and indexes) on the way to the field
 */
export function repeatedKey(text: string, value: unknown): string[] | undefined {
  return countNames(text) === countFields(value) ? undefined : findRepeated(text);
}

/** Strings that a colon follows: the names of all fields. */
function countNames(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open !== -1; ) {
    let after = endOfString(text, open);
    while (text.charCodeAt(after) <= SPACE) after++;
    if (text.charCodeAt(after) === COLON) count++;
    open = text.indexOf('"', after);
  }
  return count;
}

const SPACE = 32;
const COLON = 58;
const BACKSLASH = 92;

/** Index after the closing quote. */
function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close + 1;
}

function isEscaped(text: string, index: number): boolean {
  let start = index;
  while (text.charCodeAt(start - 1) === BACKSLASH) start--;
  return (index - start) % 2 === 1;
}

/** An object or an array that is being read: where in it we are, and the names that the object has given so far. */
interface Level {
  at: string;
  names?: Set<string>;
}

function findRepeated(text: string): string[] | undefined {
  const open: Level[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const level = open.at(-1);
    if (token === '{') open.push({ at: '', names: new Set() });
    else if (token === '[') open.push({ at: '0' });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') advance(level);
    else if (token.endsWith(':') && level && isRepeated(level, token)) return open.map(({ at }) => at);
  }
  return undefined;
}

function advance(level: Level | undefined): void {
  if (level && !level.names) level.at = String(Number(level.at) + 1);
}

function isRepeated(level: Level, token: string): boolean {
  level.at = JSON.parse(token.slice(0, -1)) as string;
  const repeated = level.names?.has(level.at) ?? false;
  level.names?.add(level.at);
  return repeated;
}

function countFields(value: unknown): number {
  let count = 0;
  const open = [value];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    const inner = Object.values(node);
    if (!Array.isArray(node)) count += inner.length;
    for (const part of inner) open.push(part);
  }
  return count;
}
