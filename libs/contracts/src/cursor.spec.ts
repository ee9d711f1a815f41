import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.js';

const question = { sort: 'name', q: 'käse', in_stock: undefined };
const key = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger());

it('brings its position back, whatever the keys hold', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), (position) => {
      const cursor = encodeCursor(question, position);
      expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(decodeCursor(question, cursor)).toEqual(position);
    }),
  );
});

it('does not care in which order the question names its parts', () => {
  expect(decodeCursor({ q: 'käse', in_stock: undefined, sort: 'name' }, encodeCursor(question, [1]))).toEqual([1]);
});

it.each([
  ['another sort', { ...question, sort: 'id' }],
  ['another search', { ...question, q: 'kase' }],
  ['one filter more', { ...question, in_stock: true }],
])('continues nothing else: %s', (_, other) => {
  expect(decodeCursor(other, encodeCursor(question, ['käse', 1]))).toBeUndefined();
});

it.each(['', 'x', 'e30', 'WzFd', 'bnVsbA', Buffer.from('["AAAAAAAAAAAAAAAA",1]').toString('base64url')])(
  'refuses what is none: %j',
  (text) => expect(decodeCursor(question, text)).toBeUndefined(),
);

it('refuses a position that was changed', () => {
  const [digest] = JSON.parse(Buffer.from(encodeCursor(question, [7]), 'base64url').toString());
  const changed = Buffer.from(JSON.stringify([digest, 8])).toString('base64url');
  expect(decodeCursor(question, changed)).toBeUndefined();
});
