import { LIMITS } from '../limits.js';
import type { Field } from './field.js';
import { portable } from './portable-pattern.js';

/** The part of JSON Schema (and of OpenAPI) that fields need. */
export interface FieldSchema {
  type: 'integer' | 'string' | 'boolean';
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  enum?: string[];
  not?: { enum: number[] };
  description?: string;
  example: unknown;
}

/** A field as JSON Schema, for the OpenAPI document. */
export function schemaOf(field: Field): FieldSchema {
  const { description, example } = field;
  return { ...bounds(field), ...(description === undefined ? {} : { description }), example };
}

function bounds(field: Field): Omit<FieldSchema, 'description' | 'example'> {
  switch (field.type) {
    case 'integer':
      return {
        type: 'integer',
        format: isInt32(field) ? 'int32' : 'int64',
        ...pick(field, 'minimum', 'maximum'),
        ...(field.except === undefined ? {} : { not: { enum: [field.except] } }),
      };
    case 'string':
      return {
        type: 'string',
        ...pick(field, 'format', 'minLength', 'maxLength'),
        ...(field.pattern ? { pattern: portable(field.pattern) } : {}),
      };
    case 'choice':
      return { type: 'string', enum: [...field.values] };
    case 'boolean':
      return { type: 'boolean' };
    case 'time':
      return { type: 'string', format: 'date-time' };
  }
}

const isInt32 = ({ minimum, maximum }: { minimum: number; maximum: number }) =>
  minimum >= -LIMITS.int32 - 1 && maximum <= LIMITS.int32;

function pick<T extends object, K extends keyof T>(from: T, ...names: K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  ) as never;
}
