const STRING = /"(?:[^"\\]+|\\.)*"(\s*:)?/gs;

/**
 * The first name that some object of a JSON text gives twice, or undefined. `JSON.parse` silently keeps the last value.
 * Counts first: a text names more fields than its value has only when one is repeated.
 *
 * @param text valid JSON
 * @param value what `JSON.parse(text)` made of it
 */
export function repeatedKey(text: string, value: unknown): string | undefined {
  if (countNames(text) === countFields(value)) return undefined;
  const names = fieldNames(text);
  return names.find((name, index) => names.indexOf(name) !== index);
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

function fieldNames(text: string): string[] {
  const strings = [...text.matchAll(STRING)];
  return strings.flatMap(([match, colon]) =>
    colon === undefined ? [] : [JSON.parse(match.slice(0, -colon.length)) as string],
  );
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
