import { describe, expect, it } from '@jest/globals';
import { firstUuidOf, uuidV7Generator } from './uuid-v7.js';

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const at = (ms: number) => [firstUuidOf(ms), firstUuidOf(ms + 1)] as const;

describe('uuid v7', () => {
  it('has the version, the variant and the time of RFC 9562', () => {
    const id = uuidV7Generator(() => 0x17f22e279b0)();
    expect(id).toMatch(V7);
    expect(id.slice(0, 13)).toBe('017f22e2-79b0');
  });

  it('sorts in the order of its making, within a millisecond and when the clock steps back', () => {
    const clock = [5_000, ...Array<number>(5_000).fill(5_001), 4_000, 4_000, 5_002, 9_000];
    const uuidV7 = uuidV7Generator(() => clock.shift() ?? 9_000);
    const ids = Array.from({ length: 5_010 }, uuidV7);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(V7);
  });

  it('lies in the range of its millisecond', () => {
    const [first, next] = at(5_001);
    const id = uuidV7Generator(() => 5_001)();
    expect(id >= first && id < next).toBe(true);
  });
});
