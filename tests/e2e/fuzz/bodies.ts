import fc from 'fast-check';
import type { ApiDocument, Schema } from './document.ts';
import { fitting, nastyName, nastyText, nastyValue, type Pinned } from './values.ts';

type Fields = Record<string, unknown>;

/** Bodies that fit, as they are sent: `3.0` for `3`, spaces, and fields in any order are the same body. */
export function goodBody(document: ApiDocument, schema: Schema, pinned: Pinned): fc.Arbitrary<string> {
  const style = fc.constantFrom(
    (fields: Fields) => JSON.stringify(fields),
    (fields: Fields) => JSON.stringify(fields, null, 2),
    (fields: Fields) => JSON.stringify(Object.fromEntries(Object.entries(fields).reverse())),
    (fields: Fields) =>
      `{${Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${JSON.stringify(name)}:${decimal(value)}`)
        .join()}}`,
  );
  return fc.tuple(fitting(document, schema, pinned), style).map(([fields, write]) => write(fields as Fields));
}

const decimal = (value: unknown) => (Number.isInteger(value) ? `${value}.0` : JSON.stringify(value));

/** Bodies that were good before something happened to them, and such that never were. */
export function badBody(document: ApiDocument, schema: Schema, pinned: Pinned): fc.Arbitrary<string> {
  const good = fitting(document, schema, pinned) as fc.Arbitrary<Fields>;
  const names = fc.constantFrom(...Object.keys(document.resolve(schema).properties ?? { id: {} }));
  const text = good.map((fields) => JSON.stringify(fields));
  return fc.oneof(
    fc.tuple(good, names, nastyValue).map(([fields, name, value]) => JSON.stringify({ ...fields, [name]: value })),
    fc.tuple(good, names).map(([fields, name]) => JSON.stringify({ ...fields, [name]: undefined })),
    fc.tuple(text, nastyName, nastyValue).map(([body, name, value]) => withField(body, name, value)),
    fc.tuple(text, names, nastyValue).map(([body, name, value]) => withField(body, name, value)),
    fc.tuple(text, names).map(([body, name]) => `{"${name}":${'9'.repeat(400)},${body.slice(1)}`),
    text.map((body) => body.slice(0, -1)),
    text.map((body) => `${body}${body}`),
    text.map((body) => `\ufeff${body}`),
    fc.integer({ min: 1, max: 16_000 }).map((depth) => '['.repeat(depth)),
    fc.integer({ min: 1, max: 8_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
    fc.integer({ min: 1, max: 2_500 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
    fc.integer({ min: 16_300, max: 40_000 }).map((length) => JSON.stringify({ order_id: 'x'.repeat(length) })),
    fc.constantFrom('', 'null', '0', '"x"', '[]', '{}', 'NaN', '{a:1}', "{'a':1}", '{"a":1,}', '// x\n{}'),
    nastyText,
    nastyValue.map((value) => JSON.stringify(value)),
  );
}

/** Written by hand: an object cannot hold a field twice, and `__proto__` would change its prototype. */
const withField = (body: string, name: string, value: unknown) =>
  `{${JSON.stringify(name)}:${JSON.stringify(value)}${body === '{}' ? '' : ','}${body.slice(1)}`;
