import { describe, expect, it } from '@jest/globals';
import { EFFECTS } from '../../apps/orders/src/process/process-table.ts';
import { Random } from '../chaos/random.ts';
import { allCells, nameOf, someCells } from './cells.ts';
import { EFFECT_ROWS } from './effects.ts';

describe('the cells of the crash matrix', () => {
  it('come from the table of effects: fourteen for each', () => {
    expect(Object.keys(EFFECT_ROWS).sort()).toEqual([...EFFECTS, 'reserve'].sort());
    expect(allCells()).toHaveLength(14 * Object.keys(EFFECT_ROWS).length);
    expect(new Set(allCells().map(nameOf)).size).toBe(allCells().length);
  });

  it('a few of them, by seed: the same again, and every effect among them', () => {
    const few = (seed: number) => {
      const random = new Random(seed);
      return someCells(18, () => random.next());
    };
    expect(few(7)).toEqual(few(7));
    expect(few(7)).not.toEqual(few(8));
    expect(new Set(few(7).map(({ effect }) => effect)).size).toBe(Object.keys(EFFECT_ROWS).length);
  });
});
