import type { Spread } from './statistics.ts';

/** One line of the table: a figure, its goal, and whether the ledger was right after it. */
export interface Row {
  scenario: string;
  measured: string;
  /** What the goal speaks of: a ratio, milliseconds, megabytes. */
  value: Spread;
  goal: { text: string; met(value: number): boolean };
  ledger: 'right' | 'not kept' | `void: ${string}`;
}

export const atLeast = (bound: number) => ({ text: `>= ${bound}`, met: (value: number) => value >= bound });
export const atMost = (bound: number, unit = '') => ({
  text: `<= ${bound}${unit}`,
  met: (value: number) => value <= bound,
});

/** Reported, not judged. */
export const NO_GOAL: Row['goal'] = { text: '', met: () => true };

const HEADER = ['scenario', 'measured', 'median (min – max)', 'goal', 'met', 'ledger'];

/** The rows as a Markdown table, which reads well on a terminal too. */
export function toMarkdown(rows: Row[]): string {
  const lines = rows.map(({ scenario, measured, value, goal, ledger }) => [
    scenario,
    measured,
    `${digits(value.median)} (${digits(value.min)} – ${digits(value.max)})`,
    goal.text,
    ledger.startsWith('void') ? 'void' : goal.met(value.median) ? 'yes' : 'no',
    ledger,
  ]);
  return [HEADER, HEADER.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const digits = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
