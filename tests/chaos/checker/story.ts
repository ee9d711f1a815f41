import type { Call } from './history.ts';

export interface LogLine {
  at: number;
  process: string;
  text: string;
}

const MOST_LINES = 60;

/** Everything that is known of one order_id, in time order over the clients and all logs. */
export function storyOf(id: string, calls: readonly Call[], logs: readonly LogLine[]): string[] {
  const told = calls
    .filter(({ key }) => key === id)
    .flatMap(({ client, operation, invoked, quantity, twist, attempts, returned, status, text = '' }) => [
      {
        at: invoked,
        text: `${client} asks: ${operation}${twist ? ` (${twist})` : ''}${quantity ? ` of ${quantity}` : ''}`,
      },
      ...attempts.map(({ at, edge, status: got, problem = '' }) => ({
        at,
        text: `${client} at edge ${edge + 1}: ${got || 'no answer'} ${problem}`,
      })),
      {
        at: returned ?? invoked,
        text: returned ? `${client} knows: ${status} ${text.slice(0, 200)}` : `${client} gave up`,
      },
    ]);
  const logged = logs
    .filter(({ text }) => text.includes(id))
    .map(({ at, process, text }) => ({ at, text: `${process}: ${text.slice(0, 240)}` }));
  return [...told, ...logged]
    .toSorted((a, b) => a.at - b.at)
    .slice(0, MOST_LINES)
    .map(({ at, text }) => `${new Date(at).toISOString().slice(11, 23)} ${text}`);
}
