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

/** The place that a cursor names; undefined for a broken one, one of another question, and one of an older format. */
export function decodeCursor(question: object, cursor: string): Position | undefined {
  const parts = parsed(cursor);
  if (!parts) return undefined;
  const [given, ...position] = parts;
  return given === digest(question, position) ? position : undefined;
}

/** What a request is told whose cursor cannot be continued. */
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
