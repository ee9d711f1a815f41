import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';

const INT32 = 2 ** 31 - 1;
const document: unknown = parse(readFileSync('docs/openapi.yaml', 'utf8'));

interface Schema {
  type?: unknown;
  format?: string;
  maximum?: number;
  pattern?: unknown;
}

/** Every object of the document with its place. */
function* nodes(node: unknown, place = ''): Generator<[place: string, schema: Schema]> {
  if (typeof node !== 'object' || node === null) return;
  yield [place, node as Schema];
  for (const [key, value] of Object.entries(node)) yield* nodes(value, `${place}/${key}`);
}
const schemas = [...nodes(document)];

it('amounts, and whatever else may pass int32, are int64: generated clients would overflow', () => {
  const mayPass = ([place, { type, maximum = 0 }]: (typeof schemas)[number]) =>
    type === 'integer' && (maximum > INT32 || place.endsWith('_cents'));
  const wrong = schemas.filter(mayPass).filter(([, { format }]) => format !== 'int64');
  expect(wrong.map(([place]) => place)).toEqual([]);
});

it('patterns are what Python, Java, Rust and JavaScript without the u flag read alike', () => {
  const patterns = schemas.flatMap(([, { pattern }]) => (typeof pattern === 'string' ? [pattern] : []));
  expect(patterns.length).toBeGreaterThan(10);
  for (const pattern of patterns) {
    expect(pattern).not.toMatch(/\\p\{|\\u\{|\(\?<|\(\?[=!]/);
    expect(() => new RegExp(pattern)).not.toThrow();
  }
});
