import { isUtf8 } from 'node:buffer';
import { RefusalException } from '../errors/refusal.exception.js';
import { repeatedKey } from './repeated-key.js';

/**
 * A request body as the value that it says, or a refusal: JSON in UTF-8 in which no object names a field twice.
 * No bytes are no body. `__proto__` is a field like any other, so validation refuses it by name.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  const value = parse(text);
  const repeated = repeatedKey(text, value);
  if (repeated !== undefined) {
    const detail = `${repeated.at(-1)} is given more than once`;
    const pointer = repeated.map(pointerTo).join('');
    throw new RefusalException({ code: 'validation', detail, errors: [{ pointer, detail }] });
  }
  return value;
}

/** JSON pointer (RFC 6901) to a field of the body. */
export const pointerTo = (field: string) => `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw malformed('The body is not valid UTF-8.');
  return bytes.toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body could not be read as JSON.');
  }
}

const malformed = (detail: string) => new RefusalException({ code: 'malformed-json', detail });
