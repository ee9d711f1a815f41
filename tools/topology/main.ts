import { COMMANDS, USAGE } from './commands.js';

const [name = '--help', ...rest] = process.argv.slice(2);
const output = { print: (line: string) => console.log(line), say: (line: string) => console.error(line) };

async function run(): Promise<number> {
  if ([name, ...rest].some((word) => ['--help', '-h', 'help'].includes(word))) {
    output.print(USAGE);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) && rest.length === 0 ? COMMANDS[name] : undefined;
  if (command) return await command(process.env, output);
  output.say(`topology: unknown ${[name, ...rest].join(' ')}\n\n${USAGE}`);
  return 2;
}

process.exitCode = await run().catch((error: Error) => {
  output.say(`topology: ${error.message}`);
  return 1;
});
