import { expect, it } from '@jest/globals';
import { ANONYMOUS } from './caller.js';
import { KnownTokens } from './known-tokens.js';

it('knows a token until it expires, and never longer than a minute', () => {
  const known = new KnownTokens();
  known.add('short', ANONYMOUS, 10, 0);
  known.add('long', ANONYMOUS, 86_400, 0);
  expect([known.get('short', 9_999), known.get('short', 10_000)]).toEqual([ANONYMOUS, undefined]);
  expect([known.get('long', 59_999), known.get('long', 60_000)]).toEqual([ANONYMOUS, undefined]);
});

it('forgets the oldest of more than a thousand', () => {
  const known = new KnownTokens();
  for (let n = 0; n <= 1_000; n++) known.add(`token ${n}`, ANONYMOUS, 86_400, 0);
  expect([known.get('token 0', 1), known.get('token 1', 1), known.get('token 1000', 1)]).toEqual([
    undefined,
    ANONYMOUS,
    ANONYMOUS,
  ]);
});
