import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, type KeyKind } from './cursor.js';

const question = { sort: 'name', q: 'käse', in_stock: undefined };
const key = fc.oneof(
  fc.tuple(
    fc.constant('text' as const),
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  ),
  fc.tuple(fc.constant('integer' as const), fc.maxSafeInteger()),
  fc.tuple(fc.constant('int32' as const), fc.integer()),
  fc.tuple(
    fc.constant('time' as const),
    fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  ),
);

it('brings its position back, whatever the keys hold', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), (keys) => {
      const position = keys.map(([, value]) => value);
      const cursor = encodeCursor(question, position);
      expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(
        decodeCursor(
          question,
          cursor,
          keys.map(([kind]) => kind),
        ),
      ).toEqual(position);
    }),
  );
});

it.each<[KeyKind, number]>([
  ['int32', -2_147_483_648],
  ['int32', 2_147_483_647],
  ['integer', Number.MIN_SAFE_INTEGER],
  ['integer', Number.MAX_SAFE_INTEGER],
])('goes to the ends of the range: %s %d', (kind, value) => {
  expect(decodeCursor(question, encodeCursor(question, [value]), [kind])).toEqual([value]);
});

it('does not care in which order the question names its parts', () => {
  expect(
    decodeCursor({ q: 'käse', in_stock: undefined, sort: 'name' }, encodeCursor(question, [1]), ['int32']),
  ).toEqual([1]);
});

it.each([
  ['another sort', { ...question, sort: 'id' }],
  ['another search', { ...question, q: 'kase' }],
  ['one filter more', { ...question, in_stock: true }],
])('continues nothing else: %s', (_, other) => {
  expect(decodeCursor(other, encodeCursor(question, ['käse', 1]), ['text', 'int32'])).toBeUndefined();
});

it.each(['', 'x', 'e30', 'WzFd', 'bnVsbA', Buffer.from('["AAAAAAAAAAAAAAAA",1]').toString('base64url')])(
  'refuses what is none: %j',
  (text) => expect(decodeCursor(question, text, ['int32'])).toBeUndefined(),
);

it('refuses a position that was changed', () => {
  const [digest] = JSON.parse(Buffer.from(encodeCursor(question, [7]), 'base64url').toString());
  const changed = Buffer.from(JSON.stringify([digest, 8])).toString('base64url');
  expect(decodeCursor(question, changed, ['int32'])).toBeUndefined();
});

it.each<[KeyKind, string | number]>([
  ['int32', 2_147_483_648],
  ['int32', -2_147_483_649],
  ['int32', 0.5],
  ['int32', '1'],
  ['integer', 1e300],
  ['integer', 0.5],
  ['text', 'a\0b'],
  ['text', '\ud800'],
  ['text', 7],
  ['time', 'yesterday'],
  ['time', '2024-07-32T00:00:00.000Z'],
])('refuses a place that somebody made up: %s %j', (kind, value) => {
  expect(decodeCursor(question, encodeCursor(question, [value]), [kind])).toBeUndefined();
  expect(decodeCursor(question, encodeCursor(question, [1, 1]), ['int32'])).toBeUndefined();
});
