import { parseArgs } from 'node:util';
import { type DeadLetterFilter, WORK_QUEUES } from '@app/messaging';
import { COMMANDS, type Command } from './commands.js';

/** A command line that was understood, a wish for help, or what is wrong with it. */
export type Parsed =
  | { readonly command: Command; readonly queue: string; readonly json: boolean; readonly filter: DeadLetterFilter }
  | { readonly help: true }
  | { readonly wrong: string };

export function parse(args: string[]): Parsed {
  try {
    return understand(
      parseArgs({
        args,
        allowPositionals: true,
        options: {
          'event-id': { type: 'string' },
          limit: { type: 'string' },
          'dry-run': { type: 'boolean', default: false },
          json: { type: 'boolean', default: false },
          help: { type: 'boolean', short: 'h', default: false },
        },
      }),
    );
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

type Given = {
  positionals: string[];
  values: { 'event-id'?: string; limit?: string; 'dry-run': boolean; json: boolean; help: boolean };
};

function understand({ values, positionals: [command, queue, ...rest] }: Given): Parsed {
  if (values.help) return { help: true };
  if (!isCommand(command)) return { wrong: `the first word must be one of ${Object.keys(COMMANDS).join(', ')}` };
  if (!queue) return { wrong: `name a work queue: ${WORK_QUEUES.join(', ')}` };
  if (rest.length > 0) return { wrong: `unexpected ${JSON.stringify(rest.join(' '))}` };
  if (values.limit !== undefined && !/^[1-9]\d{0,6}$/.test(values.limit)) {
    return { wrong: `--limit must be a whole number from 1, not ${JSON.stringify(values.limit)}` };
  }
  const filter = {
    dry_run: values['dry-run'],
    ...(values.limit !== undefined && { limit: Number(values.limit) }),
    ...(values['event-id'] !== undefined && { event_id: values['event-id'] }),
  };
  return { command, queue, json: values.json, filter };
}

const isCommand = (word: string | undefined): word is Command => word !== undefined && Object.hasOwn(COMMANDS, word);
