import type { Failure } from '../failures/failures.js';
import type { Field, IntegerField, TextField } from './field.js';

type FieldError = NonNullable<Failure['errors']>[number];

/** RFC 3339: date, time and offset. */
const TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** What is wrong with a value, as a sentence without its subject ("must be an integer"); undefined when nothing is. */
export function complaintAbout(field: Field, value: unknown): string | undefined {
  if (value === undefined) return 'is required';
  switch (field.type) {
    case 'integer':
      return aboutInteger(field, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `must be true or false, not ${nameOf(value)}`;
    case 'string':
      return typeof value === 'string' ? aboutText(field, value) : notText(value);
    case 'choice':
      if (typeof value !== 'string') return notText(value);
      return field.values.includes(value) ? undefined : `must be one of ${field.values.join(', ')}`;
    case 'time':
      if (typeof value !== 'string') return notText(value);
      return isTime(value) ? undefined : 'must be an RFC 3339 time, for example 2026-01-31T09:30:00Z';
  }
}

/**
 * Checks the named fields of a request and names each bad one. An optional field that is missing is fine.
 * @param fields the bounds by name; `optional(…)` marks what may be missing
 */
export function checkFields<T extends object>(
  request: T,
  fields: { [Name in keyof T]?: Field | OptionalField },
): { ok: true } | Failure {
  const errors: FieldError[] = [];
  for (const [name, field] of Object.entries<Field | OptionalField>(fields as Record<string, Field>)) {
    const value: unknown = request[name as keyof T];
    if ('optional' in field && value === undefined) continue;
    const complaint = complaintAbout('optional' in field ? field.optional : field, value);
    if (complaint !== undefined) errors.push({ pointer: `/${name}`, detail: `${name} ${complaint}` });
  }
  return errors.length === 0 ? { ok: true } : invalid(errors);
}

/** A field that may be missing. */
export interface OptionalField {
  optional: Field;
}

/** Marks a field of a request that may be missing. */
export const optional = (field: Field): OptionalField => ({ optional: field });

/** A validation failure that names each bad field. */
export const invalid = (errors: readonly FieldError[]): Failure => ({
  ok: false,
  failure: 'validation',
  message: errors.map(({ detail }) => detail).join('; '),
  errors: errors.map(({ pointer, detail }) => ({ pointer, detail })),
});

function aboutInteger({ minimum, maximum, except }: IntegerField, value: unknown): string | undefined {
  if (typeof value !== 'number') return `must be an integer, not ${nameOf(value)}`;
  if (!Number.isInteger(value)) return 'must be an integer';
  if (value < minimum) return `must not be less than ${minimum}`;
  if (value > maximum) return `must not be greater than ${maximum}`;
  if (value === except) return `must not be ${except}`;
  return undefined;
}

function aboutText({ minLength = 0, maxLength, pattern, rule }: TextField, text: string): string | undefined {
  // Too long however it is counted: such texts are not searched.
  if (maxLength !== undefined && text.length > 2 * maxLength) return tooLong(maxLength);
  if (pattern && !pattern.test(text)) return rule ?? `must match ${pattern.source}`;
  if (/\p{Cs}/u.test(text)) return 'must be well-formed Unicode';
  const length = charactersIn(text);
  if (length < minLength) return minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`;
  return maxLength !== undefined && length > maxLength ? tooLong(maxLength) : undefined;
}

const tooLong = (maxLength: number) => `must not have more than ${maxLength} characters`;

/** Characters (code points) of a text: what PostgreSQL's `length` counts. */
export function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const notText = (value: unknown) => `must be a string, not ${nameOf(value)}`;

const isTime = (text: string) => TIME.test(text) && !Number.isNaN(Date.parse(text));

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
