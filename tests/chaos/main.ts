import { parseArgs } from 'node:util';
import type { Fault } from './faults/fault.ts';
import { FAULTS, possible } from './faults/table.ts';
import { inOwnMachine, settleIn } from './own-machine.ts';
import { printRecoveries, printStories, printVerdicts } from './report.ts';
import { runChaos } from './run.ts';

const HELP = `npm run test:chaos -- [--seed 1] [--minutes 3] [--faults a,b] [--clients 12] [--drain 150] [--recovery] [--ci] [--list]

Starts a shop of its own, twice each service, every connection through a fault proxy; buys from it without pause, breaks one thing after
the other, after the first minute also two at once, heals, and judges what clients and stores say.

  --seed     which faults strike when, and what the clients do; several: 1,2,3. Each gets a fresh shop
  --minutes  how long things are broken
  --faults   only these, in the order of the seed; --list shows all
  --clients  how many buy at the same time
  --drain    seconds that everything on its way may take in the end
  --ci       three fixed seeds of a minute and at least 12 faults each
  --recovery each fault once and alone, and a table of how long it was felt
  --list     the faults, and which of them this machine cannot have

History and logs stay in .stack-chaos-logs (as root) or .stack-chaos/logs. Exit code: 0 every promise was kept, 1 one was broken.`;

const DIR = '.stack-chaos';
const CI = { seeds: [11, 12, 13], minutes: 1, leastFaults: 12 };
/** Too long for a short run: they would be most of it. */
const LONG = /^(everything-rolled|rabbitmq-frozen|gateway-frozen|partition-)/;
/** From then on memory and tables are reported. */
const SOAK_SECONDS = 300;
const say = (line: string) => process.stdout.write(`${line}\n`);

function options() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      seed: text,
      minutes: { ...text, default: '3' },
      faults: text,
      clients: { ...text, default: '12' },
      drain: { ...text, default: '150' },
      recovery: flag,
      ci: flag,
      list: flag,
      help: { ...flag, short: 'h' },
    },
  });
  return values;
}

type Options = ReturnType<typeof options>;

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

/** What one seed came to: how many promises it broke. */
async function runSeed(
  seed: number,
  faults: readonly Fault[],
  { clients, drain, recovery, ci }: Options,
  seconds: number,
) {
  say(`\nseed ${seed}: ${seconds.toFixed(0)} s, ${clients} clients, ${faults.length} faults to draw from`);
  const numbers = { clients: Number(clients), drainSeconds: Number(drain), leastFaults: ci ? CI.leastFaults : 0 };
  const result = await runChaos({ dir: DIR, seed, seconds, faults, ...numbers, oneByOne: recovery, say });
  const { verdicts, calls, logs } = result;
  say(`\nseed ${seed}: ${result.faults.length} faults; settled ${result.drained.toFixed(0)} s after the last one\n`);
  printVerdicts(verdicts, say);
  if (recovery) printRecoveries(result.recoveries, say);
  if (seconds >= SOAK_SECONDS) for (const line of result.soak) say(line);
  const broken = verdicts.filter(({ against }) => against.length > 0).length;
  if (broken > 0) {
    printStories(verdicts, calls, logs, say);
    say(`history and logs: ${logs}`);
  }
  return broken;
}

async function main(): Promise<number> {
  const given = options();
  if (given.help) {
    say(HELP);
    return 0;
  }
  const elsewhere = await inOwnMachine();
  if (elsewhere !== undefined) return elsewhere;
  if (given.list) {
    list();
    return 0;
  }
  const seeds = given.seed?.split(',').map(Number) ?? (given.ci ? CI.seeds : [1]);
  const minutes = given.ci ? CI.minutes : Number(given.minutes);
  if (seeds.some((one) => !Number.isInteger(one)) || !(minutes > 0) || !(Number(given.clients) > 0)) {
    say(HELP);
    return 2;
  }
  const faults = chosen(given.faults, given.ci);
  for (const { name, missing } of FAULTS) if (!given.faults && missing?.()) say(`skipped: ${name}: ${missing()}`);
  settleIn(DIR);
  for (const seed of seeds) {
    const broken = await runSeed(seed, faults, given, minutes * 60);
    if (broken === 0) continue;
    const same = `${given.ci ? ' --ci' : ` --minutes ${minutes}`}${given.faults ? ` --faults ${given.faults}` : ''}`;
    say(`once more: npm run test:chaos -- --seed ${seed}${same}`);
    say(`\n${broken} promises were broken`);
    return 1;
  }
  say('\nevery promise was kept');
  return 0;
}

process.exitCode = await main();
