import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareIds } from './merge-ids.js';

async function* walk(ids: Iterable<string>) {
  yield* [...ids].sort();
}

describe('two sequences of ids side by side', () => {
  it('counts what only one of them has, like sets', async () => {
    const ids = fc.uniqueArray(
      fc.integer({ min: 0, max: 40 }).map((n) => `id-${n}`),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(ids, ids, async (left, right) => {
        const { onlyLeft, onlyRight, examples } = await compareIds(walk(left), walk(right));
        const missing = left.filter((id) => !right.includes(id)).sort();
        expect(onlyLeft).toBe(missing.length);
        expect(onlyRight).toBe(right.filter((id) => !left.includes(id)).length);
        expect(examples.left).toEqual(missing.slice(0, 3));
      }),
    );
  });
});
