import { BrokerConnections, DeadLetters, EventPublisher, type MessagingLogger } from '@app/messaging';
import { parse } from './arguments.js';
import { COMMANDS, type Output, USAGE } from './commands.js';

/** Runs one command line and resolves to its exit code: 0 done, 1 not done, 2 misused. */
export async function run(args: string[], url: string | undefined, output: Output): Promise<number> {
  const parsed = parse(args);
  if ('help' in parsed) {
    output.print(USAGE);
    return 0;
  }
  if ('wrong' in parsed) return misused(parsed.wrong, output);
  if (!url) return misused('RABBITMQ_URL is not set', output);
  const { command, queue, json, filter } = parsed;
  const connection = new BrokerConnections({ url, name: 'dlq', logger: auditLogger(output) });
  const publisher = new EventPublisher(connection);
  try {
    const deadLetters = new DeadLetters(connection, publisher);
    return await COMMANDS[command]({ deadLetters, queue, json, output }, filter);
  } finally {
    await publisher.close();
    await connection.close();
  }
}

function misused(message: string, output: Output): number {
  output.say(`dlq: ${message}\n\n${USAGE}`);
  return 2;
}

/** The library logs its audit lines as info; that it connects is not worth a line here, and failures come back as values. */
function auditLogger({ say }: Output): MessagingLogger {
  const audit = (fields: object, message: string) =>
    say(JSON.stringify({ time: new Date().toISOString(), message, ...fields }));
  const quiet = () => {};
  return { info: (fields, message) => 'audit' in fields && audit(fields, message), warn: quiet, error: audit };
}
