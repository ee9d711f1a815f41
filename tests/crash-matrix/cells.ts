import { EFFECTS } from '../../apps/orders/src/process/process-table.ts';
import { EFFECT_ROWS, type MatrixEffect } from './effects.ts';

/** How far an effect has come when something happens. */
export const MOMENTS = ['request held', 'reply held', 'append held', 'appended'] as const;
export type Moment = (typeof MOMENTS)[number];

/**
 * What happens: a process dies (`kill -9`), PostgreSQL crashes below every service, the runner freezes until its lease is over and
 * another has gone on, or the answer to the append is lost.
 */
export type Mishap = 'orders dies' | 'callee dies' | 'PostgreSQL dies' | 'runner freezes' | 'append lost';

export interface Cell {
  effect: MatrixEffect;
  moment: Moment;
  mishap: Mishap;
}

/** Every cell, from the process's own table of effects. */
export function allCells(): Cell[] {
  return (['reserve', ...EFFECTS] as const).flatMap((effect) => [
    ...MOMENTS.flatMap((moment): Cell[] => [
      { effect, moment, mishap: 'orders dies' },
      { effect, moment, mishap: 'callee dies' },
      { effect, moment, mishap: 'PostgreSQL dies' },
    ]),
    { effect, moment: 'reply held', mishap: 'runner freezes' },
    { effect, moment: 'appended', mishap: 'append lost' },
  ]);
}

/** So many cells, each effect as often as possible, chosen by a seed. */
export function someCells(count: number, random: () => number): Cell[] {
  const shuffled = allCells()
    .map((cell) => ({ cell, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ cell }) => cell);
  const rounds = new Map<Cell, number>();
  const seen = new Map<string, number>();
  for (const cell of shuffled) {
    rounds.set(cell, seen.get(cell.effect) ?? 0);
    seen.set(cell.effect, (seen.get(cell.effect) ?? 0) + 1);
  }
  return shuffled.toSorted((a, b) => (rounds.get(a) ?? 0) - (rounds.get(b) ?? 0)).slice(0, count);
}

export const nameOf = ({ effect, moment, mishap }: Cell) => `${effect}, ${moment}: ${mishap}`;

export const rowOf = ({ effect }: Cell) => EFFECT_ROWS[effect];
