import { run } from './run.js';

try {
  process.exitCode = await run(process.argv.slice(2), process.env.RABBITMQ_URL, {
    print: (line) => console.log(line),
    say: (line) => console.error(line),
  });
} catch (error) {
  console.error(`dlq: ${(error as Error).message}`);
  process.exitCode = 1;
}
