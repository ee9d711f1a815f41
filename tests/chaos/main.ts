import { parseArgs } from 'node:util';
import { FAULTS, possible } from './faults/table.ts';
import { inOwnMachine, settleIn } from './own-machine.ts';
import { printStories, printVerdicts } from './report.ts';
import { runChaos } from './run.ts';

const HELP = `npm run test:chaos -- [--seed 1] [--minutes 3] [--faults a,b] [--clients 12] [--ci] [--list]

Starts a shop of its own, twice each service, every connection through a fault proxy; buys from it without pause, breaks one thing after
the other, after the first minute also two at once, heals, and judges what clients and stores say.

  --seed     which faults strike when, and what the clients do; several: 1,2,3. Each gets a fresh shop
  --minutes  how long things are broken
  --faults   only these, in the order of the seed; --list shows all
  --clients  how many buy at the same time
  --ci       three fixed seeds of 55 s each
  --list     the faults, and which of them this machine cannot have

History and logs stay in .stack-chaos-logs (as root) or .stack-chaos/logs. Exit code: 0 every promise was kept, 1 one was broken.`;

const DIR = '.stack-chaos';
const CI = { seeds: [11, 12, 13], minutes: 55 / 60 };
/** Too long for a short run: they would be most of it. */
const LONG = /^(everything-rolled|rabbitmq-frozen|gateway-frozen|partition-)/;
const say = (line: string) => process.stdout.write(`${line}\n`);

function options() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      seed: { ...text, default: '1' },
      minutes: { ...text, default: '3' },
      faults: text,
      clients: { ...text, default: '12' },
      ci: flag,
      list: flag,
      help: { ...flag, short: 'h' },
    },
  });
  return values;
}

function chosen(names: string | undefined, ci: boolean) {
  if (names === undefined) return possible(FAULTS).filter(({ name }) => !ci || !LONG.test(name));
  const wanted = names.split(',');
  const unknown = wanted.filter((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown.length > 0) throw new Error(`no fault is named ${unknown.join(', ')}; --list shows them all`);
  const faults = FAULTS.filter(({ name }) => wanted.includes(name));
  for (const { name, missing } of faults) if (missing?.()) say(`skipped: ${name}: ${missing()}`);
  return possible(faults);
}

function list(): void {
  for (const { name, about, missing } of FAULTS) {
    const why = missing?.();
    say(`${name.padEnd(30)} ${about}${why ? `  (not here: ${why})` : ''}`);
  }
  say(`${FAULTS.length} faults`);
}

async function main(): Promise<number> {
  const { seed, minutes, faults: names, clients, ci, list: listed, help } = options();
  if (help) {
    say(HELP);
    return 0;
  }
  const elsewhere = await inOwnMachine();
  if (elsewhere !== undefined) return elsewhere;
  if (listed) {
    list();
    return 0;
  }
  const seeds = ci ? CI.seeds : seed.split(',').map(Number);
  const seconds = (ci ? CI.minutes : Number(minutes)) * 60;
  if (seeds.some((one) => !Number.isInteger(one)) || !(seconds > 0) || !(Number(clients) > 0)) {
    say(HELP);
    return 2;
  }
  const faults = chosen(names, ci);
  for (const { name, missing } of FAULTS) if (!names && missing?.()) say(`skipped: ${name}: ${missing()}`);
  settleIn(DIR);
  let broken = 0;
  for (const one of seeds) {
    say(`\nseed ${one}: ${seconds.toFixed(0)} s, ${clients} clients, ${faults.length} faults to draw from`);
    const result = await runChaos({ dir: DIR, seed: one, seconds, clients: Number(clients), faults, say });
    const { verdicts, calls, faults: struck, drained, logs } = result;
    say(`\nseed ${one}: ${struck.length} faults; settled ${drained.toFixed(0)} s after the last one\n`);
    printVerdicts(verdicts, say);
    const against = verdicts.filter((verdict) => verdict.against.length > 0);
    broken += against.length;
    if (against.length === 0) continue;
    printStories(verdicts, calls, logs, say);
    say(
      `\nonce more: npm run test:chaos -- --seed ${one} --minutes ${seconds / 60}${names ? ` --faults ${names}` : ''}${ci ? ' --ci' : ''}`,
    );
    say(`history and logs: ${logs}`);
    break;
  }
  say(`\n${broken === 0 ? 'every promise was kept' : `${broken} promises were broken`}`);
  return broken === 0 ? 0 : 1;
}

process.exitCode = await main();
