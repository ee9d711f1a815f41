import { createHash } from 'node:crypto';

/** A place in a sorted list: the sort keys of the last item of a page, the id last. */
export type Position = readonly (string | number)[];

/** Raised when cursors of before can no longer be continued: they are refused from then on. */
const FORMAT = 1;

/**
 * The cursor of the next page: opaque to clients, and bound to the question, so that it cannot continue another sort or
 * other filters.
 * @param question whatever decides which items are in the list and in which order
 */
export function encodeCursor(question: object, position: Position): string {
  return Buffer.from(JSON.stringify([digest(question, position), ...position])).toString('base64url');
}

/** What a sort key may be. A client can make up a cursor: what is in it is checked like every other input. */
const KINDS = {
  int32: (key: unknown) => typeof key === 'number' && (key | 0) === key,
  integer: (key: unknown) => Number.isSafeInteger(key),
  text: (key: unknown) => typeof key === 'string' && !key.includes('\0') && !/\p{Cs}/u.test(key),
  time: (key: unknown) =>
    typeof key === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(key) && !Number.isNaN(Date.parse(key)),
} as const;

export type KeyKind = keyof typeof KINDS;
type KeyOf<K> = K extends 'int32' | 'integer' ? number : string;

/**
 * The place that a cursor names; undefined for a broken one, one of another question, and one of an older format.
 * @param kinds of the sort keys, in their order
 */
export function decodeCursor<const K extends readonly KeyKind[]>(
  question: object,
  cursor: string,
  kinds: K,
): { [I in keyof K]: KeyOf<K[I]> } | undefined {
  const [given, ...position] = parsed(cursor) ?? [];
  const fits = position.length === kinds.length && kinds.every((kind, i) => KINDS[kind](position[i]));
  if (!fits || given !== digest(question, position)) return undefined;
  return position as { [I in keyof K]: KeyOf<K[I]> };
}

/** The answer to a request whose cursor cannot be continued. */
export const BAD_CURSOR = {
  pointer: '/cursor',
  detail: 'cursor is not one that this list gave for this sort and these filters: begin again without it',
};

function digest(question: object, position: Position): string {
  const text = JSON.stringify([FORMAT, Object.entries(question).sort(([a], [b]) => (a < b ? -1 : 1)), position]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function parsed(cursor: string): (string | number)[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) && parts.every(isKey) ? parts : undefined;
  } catch {
    return undefined;
  }
}

const isKey = (part: unknown): part is string | number => typeof part === 'string' || typeof part === 'number';
