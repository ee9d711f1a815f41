import { allCells, type Cell, MOMENTS, nameOf } from './cells.ts';

export interface CellResult {
  cell: Cell;
  seconds: number;
  /** What was found against the promises; nothing found is kept. */
  against: string[];
}

const COLUMNS = [
  ...MOMENTS.flatMap((moment) => [
    { moment, mishap: 'orders dies', head: 'orders' },
    { moment, mishap: 'callee dies', head: 'callee' },
    { moment, mishap: 'PostgreSQL dies', head: 'pg' },
  ]),
  { moment: 'reply held', mishap: 'runner freezes', head: 'frozen' },
  { moment: 'appended', mishap: 'append lost', head: 'lost' },
];

/** What became of one cell. */
export function lineOf({ cell, seconds, against }: CellResult): string {
  return `${against.length > 0 ? 'BROKEN' : 'kept  '} ${nameOf(cell)} (${seconds.toFixed(1)} s)`;
}

/** One row for each effect: seconds until everything was in order again, `BROKEN`, or `-` for a cell that was not run. */
export function tableOf(results: CellResult[]): string {
  const effects = [...new Set(allCells().map(({ effect }) => effect))];
  const groups = [...MOMENTS.map((moment) => moment.padEnd(24)), 'append', ''].join('');
  const heads = ['effect'.padEnd(11), ...COLUMNS.map(({ head }) => head.padEnd(8))].join('');
  const rows = effects.map((effect) => {
    const cells = COLUMNS.map(({ moment, mishap }) => {
      const result = results.find(
        ({ cell }) => cell.effect === effect && cell.moment === moment && cell.mishap === mishap,
      );
      if (!result) return '-'.padEnd(8);
      return (result.against.length > 0 ? 'BROKEN' : `${result.seconds.toFixed(1)} s`).padEnd(8);
    });
    return [effect.padEnd(11), ...cells].join('').trimEnd();
  });
  const broken = results.filter(({ against }) => against.length > 0).length;
  return [`${''.padEnd(11)}${groups}`, heads, ...rows, `${results.length - broken} cells kept, ${broken} broken`].join(
    '\n',
  );
}
