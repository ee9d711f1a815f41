import {
  type DeadLetter,
  type DeadLetterFailure,
  type DeadLetterFilter,
  type DeadLetterOutcome,
  type DeadLetters,
  WORK_QUEUES,
} from '@app/messaging';

export const USAGE = `Usage: npm run dlq -- <command> <work queue> [options]

Looks after the messages that a consumer could not handle.

Commands
  list     one line for each dead letter: event id, kind and reason
  show     everything about them, body included
  replay   gives them back to the work queue they came from
  drop     deletes them for good

Work queues
  ${WORK_QUEUES.join('\n  ')}

Options
  --event-id <id>  only this event
  --limit <n>      at most n (default 100)
  --dry-run        replay, drop: say what would be done, change nothing
  --json           print JSON
  --help           this text

RABBITMQ_URL says where the broker is. Exit code: 0 done, 1 not (or the event id is not there), 2 misused.`;

/** Results go to `print` (stdout), everything else to `say` (stderr). */
export type Output = { readonly print: (line: string) => void; readonly say: (line: string) => void };
type Context = { deadLetters: DeadLetters; queue: string; json: boolean; output: Output };
type Run = (context: Context, filter: DeadLetterFilter) => Promise<number>;

/** Letters that a terminal would obey, or that turn the direction of writing, as their codes. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const code = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What a stranger wrote, as one line that is safe in a terminal. */
export const printable = (text: string) => text.replaceAll(CONTROLS, code);
const printableLines = (text: string) => text.split('\n').map(printable).join('\n');

const line = ({ event_id, error_kind, error_message }: DeadLetter) =>
  printable(`${event_id ?? '(no event id)'}  ${error_kind}: ${error_message}`);

function details({ body, ...fields }: DeadLetter): string {
  const rows = Object.entries(fields).map(([name, value]) => printable(`${name.padEnd(14)} ${value ?? '-'}`));
  return [...rows, printableLines(body)].join('\n');
}

const look =
  (render: (item: DeadLetter) => string): Run =>
  async ({ deadLetters, queue, json, output }, filter) => {
    const found = await deadLetters.list(queue, filter);
    if (!found.ok) return failed(found, output);
    if (json) output.print(JSON.stringify(found.items, null, 2));
    else for (const item of found.items) output.print(render(item));
    if (!json) output.say(`${found.items.length} shown of ${found.total} in the queue`);
    return filter.event_id !== undefined && found.items.length === 0 ? notThere(filter.event_id, output) : 0;
  };

const mutate =
  (action: 'replay' | 'drop'): Run =>
  async ({ deadLetters, queue, json, output }, filter) => {
    const outcome = await deadLetters[action](queue, filter);
    if (!outcome.ok) return failed(outcome, output);
    report(outcome, json, output);
    if (filter.event_id !== undefined && outcome.items.length === 0) return notThere(filter.event_id, output);
    return outcome.failed > 0 ? 1 : 0;
  };

/** What each word of the command line does; resolves to the exit code. */
export const COMMANDS = {
  list: look(line),
  show: look(details),
  replay: mutate('replay'),
  drop: mutate('drop'),
} satisfies Record<string, Run>;

/** A word that names a command. */
export type Command = keyof typeof COMMANDS;

function report({ items, done, failed, dry_run }: DeadLetterOutcome, json: boolean, { print, say }: Output): void {
  if (json) {
    print(JSON.stringify({ dry_run, done, failed, items }, null, 2));
    return;
  }
  for (const { event_id, outcome } of items) print(printable(`${event_id ?? '(no event id)'}  ${outcome}`));
  say(dry_run ? `dry run: ${done} would be, nothing was changed` : `${done} done, ${failed} failed`);
}

function failed({ failure, message }: DeadLetterFailure, { say }: Output): number {
  say(`dlq: ${failure}: ${message}`);
  return failure === 'queue-not-found' ? 2 : 1;
}

function notThere(eventId: string, { say }: Output): number {
  say(`dlq: no dead letter has the event id ${eventId}`);
  return 1;
}
