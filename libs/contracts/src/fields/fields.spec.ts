import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import productSold from '../events/product-sold.v1.schema.json' with { type: 'json' };
import { charactersIn, checkFields, complaintAbout, optional } from './check-fields.js';
import type { Field } from './field.js';
import { FIELDS } from './fields.js';
import { schemaOf } from './json-schema.js';
import { portable } from './portable-pattern.js';

const fields = Object.entries(FIELDS) as [keyof typeof FIELDS, Field][];

it.each(fields)('the example of %s keeps its own bounds', (_, field) => {
  expect(complaintAbout(field, field.example)).toBeUndefined();
});

it('the document takes every text that the check takes', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 20 });
  const addresses = fc.string({ unit: 'grapheme', maxLength: 5 }).map((name) => `${name}@b.example`);
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.oneof(words, addresses), ([, field], text) => {
      const { pattern } = schemaOf(field);
      if (pattern && complaintAbout(field, text) === undefined) expect(text).toMatch(new RegExp(pattern));
    }),
    { numRuns: 5_000 },
  );
});

it.each(fields)('the pattern of %s is read alike in other languages', (_, field) => {
  expect(schemaOf(field).pattern ?? '').not.toMatch(/\\p\{|\\u\{|\(\?<|\(\?[=!]/);
});

it('a Unicode property without a portable form is refused', () => {
  expect(() => portable(/^\p{Emoji}$/u)).toThrow('no portable form');
});

it('amounts beyond int32 are documented as int64', () => {
  expect(schemaOf(FIELDS.price_cents)).toMatchObject({ format: 'int64', maximum: Number.MAX_SAFE_INTEGER });
  expect(schemaOf(FIELDS.quantity)).toMatchObject({ format: 'int32', maximum: 2 ** 31 - 1 });
});

describe('product_sold v1 has the same bounds', () => {
  const names: [keyof typeof productSold.properties, Field][] = [
    ['product_id', FIELDS.product_id],
    ['product_name', FIELDS.product_name],
    ['quantity', FIELDS.quantity],
    ['unit_price_cents', FIELDS.unit_price_cents],
    ['total_cents', FIELDS.total_cents],
    ['stock_after', FIELDS.stock],
    ['order_id', FIELDS.order_id],
    ['customer_email', FIELDS.customer_email],
    ['currency', FIELDS.currency],
  ];

  it.each(names)('%s', (name, field) => {
    const { minimum, maximum, minLength, maxLength, pattern } = { ...field } as Record<string, unknown>;
    const source = pattern instanceof RegExp ? pattern.source : undefined;
    const event: Record<string, unknown> = productSold.properties[name];
    const { minimum: min, maximum: max, minLength: shortest, maxLength: longest } = event;
    expect([min, max, shortest, longest]).toEqual([minimum, maximum, minLength, maxLength]);
    if ('pattern' in event) expect(event.pattern).toBe(source);
  });
});

describe('characters', () => {
  it.each([
    ['', 0],
    ['é', 1],
    ['😀', 1],
    ['e\u0301', 2],
  ])('of %j', (text, count) => expect(charactersIn(text)).toBe(count));

  it('a name of 200 emoji fits, one of 201 does not', () => {
    expect(complaintAbout(FIELDS.product_name, '😀'.repeat(200))).toBeUndefined();
    expect(complaintAbout(FIELDS.product_name, '😀'.repeat(201))).toBe('must not have more than 200 characters');
  });
});

describe('what a field is told', () => {
  it.each<[unknown, string | undefined, Field]>([
    [undefined, 'is required', FIELDS.quantity],
    ['3', 'must be an integer, not a string', FIELDS.quantity],
    [null, 'must be an integer, not null', FIELDS.quantity],
    [1.5, 'must be an integer', FIELDS.quantity],
    [Number.NaN, 'must be an integer', FIELDS.quantity],
    [0, 'must not be less than 1', FIELDS.quantity],
    [2 ** 31, 'must not be greater than 2147483647', FIELDS.quantity],
    [0, 'must not be 0', FIELDS.adjustment],
    [-1, undefined, FIELDS.adjustment],
    [5, 'must be a string, not a number', FIELDS.order_id],
    ['.', 'must be 1 to 64 printable ASCII characters without spaces, and not . or ..', FIELDS.order_id],
    ['..', 'must be 1 to 64 printable ASCII characters without spaces, and not . or ..', FIELDS.order_id],
    ['', 'must be 1 to 64 printable ASCII characters without spaces, and not . or ..', FIELDS.order_id],
    ['x'.repeat(129), 'must not have more than 64 characters', FIELDS.order_id],
    [' \t', 'must not be blank or contain control characters', FIELDS.product_name],
    ['\ud800', 'must not be blank or contain control characters', FIELDS.product_name],
    ['nobody', 'must be an e-mail address', FIELDS.customer_email],
    ['2026-02-30T00:00', 'must be an RFC 3339 time, for example 2026-01-31T09:30:00Z', FIELDS.occurred_at],
    ['2026-01-31T09:30:00.123+05:30', undefined, FIELDS.occurred_at],
    ['c', 'must be one of a, b', { type: 'choice', values: ['a', 'b'], example: 'a' }],
    ['true', 'must be true or false, not a string', { type: 'boolean', example: true }],
    ['\udc00', 'must be well-formed Unicode', { type: 'string', maxLength: 3, example: '' }],
  ])('%j: %s', (value, complaint, field) => expect(complaintAbout(field, value)).toBe(complaint));
});

it('names each bad field of a request, and none that is optional and missing', () => {
  const bounds = { quantity: FIELDS.quantity, customer_email: optional(FIELDS.customer_email) };
  expect(checkFields({ quantity: 1 } as { quantity: number; customer_email?: string }, bounds)).toEqual({ ok: true });
  expect(checkFields({ quantity: 0, customer_email: '' }, bounds)).toMatchObject({
    failure: 'validation',
    message: 'quantity must not be less than 1; customer_email must be an e-mail address',
    errors: [{ pointer: '/quantity' }, { pointer: '/customer_email' }],
  });
});
