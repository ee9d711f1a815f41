// npm run shop: one command for everything that is done from a terminal.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { report } from '../../stack/failure.ts';
import { CLONE } from '../../stack/folders.ts';
import { audited, isChange } from './audit.ts';
import { type BuyOptions, buy, order, parseLine } from './buy.ts';
import { completions } from './completions.ts';
import { demo } from './demo.ts';
import { examine } from './doctor.ts';
import { requeue } from './requeue.grpc.ts';

/**
 * Commands that have a program of their own: arguments and exit code are its own. `changes`: words that make a call
 * worth an audit line; `usual` is the word when there is none.
 */
const PROGRAMS: Record<string, { run: string[]; about: string; changes?: RegExp; usual?: string }> = {
  sale: { run: ['tools/sale/main.ts'], about: 'the story of one order as a timeline' },
  figures: {
    run: ['tools/run.ts', 'tools/figures/main.js'],
    about: 'rebuild or show the figures of sales',
    changes: /^rebuild$/,
  },
  dlq: {
    run: ['tools/run.ts', 'tools/dlq/main.js'],
    about: 'list, show, replay or drop dead letters',
    changes: /^(replay|drop)$/,
  },
  verify: { run: ['tools/run.ts', 'tools/verify/main.js'], about: 'does the ledger add up?' },
  topology: {
    run: ['tools/run.ts', 'tools/topology/main.js'],
    about: 'declare or check exchanges and queues',
    changes: /^(declare|provision)$/,
  },
  migrate: {
    run: ['tools/run.ts', 'tools/migrate/main.js'],
    about: 'bring the database schemas up to date',
    changes: /^(up|seed)$/,
    usual: 'up',
  },
  token: { run: ['tools/token.ts'], about: 'a bearer token for development' },
  logs: { run: ['stack/cli.mjs', 'logs'], about: 'the log of one process' },
  stack: {
    run: ['stack/cli.mjs'],
    about: 'start, stop, kill or pause a part',
    changes: /^(stop|start|restart|kill|pause|resume|up|down)$/,
  },
};

const count = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 2_147_483_647)
    throw new InvalidArgumentError('a whole number from 1 to 2147483647 is needed.');
  return value;
};

const line = (text: string): string => {
  try {
    parseLine(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
};

const time = (text: string): Date => {
  const value = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(value.getTime()))
    throw new InvalidArgumentError('a time like 2026-01-31T12:00:00Z is needed.');
  return value;
};

const program = new Command('shop')
  .description('The shop from a terminal. It talks to the stack of this clone, or to GATEWAY_URL.')
  .showSuggestionAfterError()
  .showHelpAfterError('(npm run shop -- --help lists the commands)')
  .enablePositionalOptions()
  .exitOverride();

program
  .command('doctor')
  .description('looks at machine, ports, engines, schema, topology, clock, disk and Docker; each finding with its fix')
  .option('--json', 'findings as JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const findings = await examine();
    if (json) console.log(JSON.stringify(findings, undefined, 2));
    else
      for (const { name, state, text, fix } of findings)
        console.log(`${state.padEnd(4)}  ${name.padEnd(10)} ${text}${fix ? `\n                 to do: ${fix}` : ''}`);
    process.exitCode = findings.some(({ state }) => state === 'fail') ? 1 : 0;
  });

program
  .command('buy')
  .description('sells one product')
  .argument('<product>', 'product id', count)
  .argument('[quantity]', 'units', count, 1)
  .option('--order-id <id>', 'repeat with the same id to ask again')
  .option('--email <address>', 'where the mail goes')
  .option('--json', 'the answer as JSON')
  .action(async (product: number, quantity: number, options: BuyOptions) => {
    process.exitCode = await buy(product, quantity, options);
  });

program
  .command('order')
  .description('orders a basket and pays it')
  .argument('<lines...>', 'product_id:quantity, for example 1:2 2:1', (text: string, before: string[] = []) => [
    ...before,
    line(text),
  ])
  .option('--token <token>', 'payment token: tok_ok, tok_declined, tok_slow …', 'tok_ok')
  .option('--order-id <id>', 'repeat with the same id to ask again')
  .option('--email <address>', 'where the mail goes')
  .option('--json', 'the answer as JSON')
  .action(async (lines: string[], options: BuyOptions & { token: string }) => {
    process.exitCode = await order(lines, options);
  });

program
  .command('requeue')
  .description(
    'tells the events of recorded sales and returns again, after a restore; who had them already ignores them',
  )
  .requiredOption('--from <time>', 'RFC 3339; a minute earlier is taken', time)
  .option('--to <time>', 'RFC 3339; now, when left out', time, new Date())
  .action(async ({ from, to }: { from: Date; to: Date }) => {
    process.exitCode = await requeue(from, to);
  });

program
  .command('demo')
  .description('the whole story in a minute: a flash sale, a dead broker, and nothing lost')
  .action(async () => {
    process.exitCode = await demo((text) => console.log(text));
  });

for (const [name, { run, about, changes, usual }] of Object.entries(PROGRAMS)) {
  program
    .command(name)
    .description(about)
    .argument('[args...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => {
      const work = () => passOn([...run, ...args]);
      process.exitCode = isChange(args, changes, usual)
        ? await audited(name, { args }, work, (exit_code) => ({ exit_code }))
        : await work();
    });
}

program
  .command('completions')
  .description('prints completions for bash: source <(npm run -s shop -- completions)')
  .action(() => console.log(completions(program.commands.map((command) => command.name()))));

/** Input and output are the program's own; so is its exit code. */
function passOn([file = '', ...args]: string[]): Promise<number> {
  const child = spawn(process.execPath, [join(CLONE, file), ...args], { stdio: 'inherit', cwd: CLONE });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

try {
  await program.parseAsync();
} catch (error) {
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  // What commander refuses it has said already.
  if (code?.startsWith('commander.')) process.exitCode = exitCode === 0 ? 0 : 2;
  else {
    report(error);
    process.exitCode = 1;
  }
}
