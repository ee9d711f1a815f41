import type { ProcessRow } from './process-table.js';

type Command = Pick<ProcessRow, 'state' | 'event' | 'next'>;

/** The table of the process as a Mermaid state diagram. */
export function processDiagram(rows: readonly ProcessRow[], commands: readonly Command[]): string {
  const arrows = [
    '[*] --> reserved: placed, reserved',
    ...rows.flatMap(({ state, event, next }) => next.map((to) => `${state} --> ${to}: ${event}`)),
    ...commands.flatMap(({ state, event, next }) => next.map((to) => `${state} --> ${to}: ${event} (asked for)`)),
    ...ends(rows).map((end) => `${end} --> [*]`),
  ];
  return ['```mermaid', 'stateDiagram-v2', ...arrows.map((arrow) => `  ${arrow}`), '```'].join('\n');
}

/** The same as a Markdown table. */
export function processTable(rows: readonly ProcessRow[]): string {
  const cells = rows.map(({ state, effect, outcome, event, next }) =>
    [state, effect, outcome, event, next.join(' or ')]
      .map((cell) => `\`${cell}\``)
      .join(' | ')
      .replaceAll(' or ', '` or `'),
  );
  const head = ['in state | is due | which was | recorded as | leads to', '---|---|---|---|---'];
  return [...head, ...cells]
    .map((row) => `| ${row} |`)
    .join('\n')
    .replace('| ---|---|---|---|--- |', '|---|---|---|---|---|');
}

/** States in which nothing is due by itself. */
const ends = (rows: readonly ProcessRow[]) => {
  const busy = new Set(
    rows.filter(({ effect }) => !['refund', 'restock', 'audit'].includes(effect)).map(({ state }) => state),
  );
  return [...new Set(rows.flatMap(({ next }) => next))].filter((state) => !busy.has(state));
};
