import { parseArgs } from 'node:util';
import { down } from './commands/down.ts';
import { HELP } from './commands/help.ts';
import { logs } from './commands/logs.ts';
import { sendOrders } from './commands/order.ts';
import { status } from './commands/status.ts';
import { traceLogs } from './commands/trace-lines.ts';
import { up } from './commands/up.ts';
import { report, UsageError } from './failure.ts';
import { ORDERS, type Order } from './orders.ts';

const OPTIONS = {
  fresh: { type: 'boolean' },
  json: { type: 'boolean' },
  follow: { type: 'boolean', short: 'f' },
  trace: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `npm run stack -- <command>`; sets the exit code: 0 only when it is so in the end. */
export async function main(args: string[]): Promise<void> {
  try {
    process.exitCode = await run(args);
  } catch (error) {
    report(error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [command = 'help', ...names] = positionals;
  if (values.help || command === 'help') return print(HELP);
  const isOrder = (ORDERS as readonly string[]).includes(command);
  const tooMuch = names.slice(isOrder ? names.length : command === 'logs' ? 1 : 0);
  if (tooMuch.length > 0) throw new UsageError(`"${tooMuch.join(' ')}" is too much`, 'npm run stack -- help');
  if (command === 'up') return up({ fresh: values.fresh ?? false });
  if (command === 'down') return down();
  if (command === 'status') return status({ json: values.json ?? false });
  if (!isOrder && command !== 'logs') throw new UsageError(`there is no command "${command}"`, 'npm run stack -- help');
  if (command === 'logs' && values.trace !== undefined) return traceLogs(values.trace);
  const [name] = names;
  if (!name) throw new UsageError(`${command} needs a name`, 'npm run stack -- status   lists the names');
  return command === 'logs' ? logs(name, values.follow ?? false) : sendOrders(command as Order, names);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), 'npm run stack -- help');
  }
}

function print(text: string): number {
  console.log(text);
  return 0;
}
