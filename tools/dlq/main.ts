import { parseArgs } from 'node:util';
import { AmqpConnection, DeadLetters, EventPublisher, type MessagingLogger, WORK_QUEUES } from '@app/messaging';
import { COMMANDS, type Command, USAGE } from './commands.js';

const audit = (fields: object, message: string) =>
  console.error(JSON.stringify({ time: new Date().toISOString(), message, ...fields }));
const quiet = () => {};
/** The library logs its audit lines as info; connecting is not worth a line here. */
const logger: MessagingLogger = {
  info: (fields, message) => ('audit' in fields ? audit(fields, message) : quiet()),
  warn: quiet,
  error: audit,
};

function fail(message: string): never {
  console.error(`dlq: ${message}\n\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'event-id': { type: 'string' },
        limit: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return fail((error as Error).message);
  }
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(text)) fail(`--limit must be a whole number from 1, not ${JSON.stringify(text)}`);
  return Number(text);
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [command, queue, ...rest] = positionals;
  if (!command || !Object.hasOwn(COMMANDS, command))
    fail(`the first word must be one of ${Object.keys(COMMANDS).join(', ')}`);
  if (!queue) fail(`name a work queue: ${WORK_QUEUES.join(', ')}`);
  if (rest.length > 0) fail(`unexpected ${JSON.stringify(rest.join(' '))}`);
  const limit = readLimit(values.limit);
  const url = process.env.RABBITMQ_URL;
  if (!url) fail('RABBITMQ_URL is not set');

  const connection = new AmqpConnection({ url, name: 'dlq', logger });
  const publisher = new EventPublisher(connection);
  try {
    return await COMMANDS[command as Command](
      { deadLetters: new DeadLetters(connection, publisher), queue, json: values.json },
      {
        ...(limit !== undefined && { limit }),
        ...(values['event-id'] !== undefined && { event_id: values['event-id'] }),
        dry_run: values['dry-run'],
      },
    );
  } finally {
    await publisher.close();
    await connection.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`dlq: ${(error as Error).message}`);
  process.exitCode = 1;
}
