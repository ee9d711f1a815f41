// `npm run test:chaos:mutants`: the suite has to turn red for each mutation, and stay green without one.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../../stack/build.ts';
import { CLONE } from '../../../stack/folders.ts';
import { mutate } from './apply.ts';
import { MUTATIONS, type Mutation } from './mutations.ts';

const COPY = join(CLONE, '.stack-mutant');
const COPIED = ['apps', 'libs', 'stack', 'tests', 'tools', 'protos', 'dist'];
const LINKED = [
  'node_modules',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const MINUTES = '0.3';
const DRAIN_SECONDS = '45';
const UNMUTATED: Mutation = {
  name: 'nothing',
  file: MUTATIONS[0]?.file ?? '',
  edits: [],
  faults: [...new Set(MUTATIONS.flatMap(({ faults }) => faults.split(',')))].join(','),
  breaks: [],
};

interface Outcome {
  broken: string[];
  seconds: number;
  output: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The clone with one mutation in what is built of it. */
function makeCopy(mutation: Mutation): void {
  rmSync(COPY, { recursive: true, force: true });
  mkdirSync(join(COPY, '.stack'), { recursive: true });
  for (const name of COPIED) cpSync(join(CLONE, name), join(COPY, name), { recursive: true, preserveTimestamps: true });
  for (const name of LINKED) symlinkSync(join(CLONE, name), join(COPY, name));
  symlinkSync(join(CLONE, '.stack', 'cache'), join(COPY, '.stack', 'cache'));
  const built = join(COPY, 'dist', mutation.file.replace(/\.ts$/, '.js'));
  writeFileSync(built, mutate(readFileSync(built, 'utf8'), mutation));
}

const isMutated = ({ file, edits }: Mutation) => {
  const built = readFileSync(join(COPY, 'dist', file.replace(/\.ts$/, '.js')), 'utf8');
  return edits.every(([, replace]) => built.includes(replace));
};

async function run({ faults }: Mutation): Promise<Outcome> {
  const began = performance.now();
  const args = ['--minutes', MINUTES, '--drain', DRAIN_SECONDS, '--faults', faults];
  const child = spawn(process.execPath, [join(COPY, 'tests', 'chaos', 'main.ts'), ...args], { cwd: COPY });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  const end = () => child.kill('SIGTERM');
  for (const signal of SIGNALS) process.on(signal, end);
  await new Promise((resolve) => child.once('close', resolve));
  for (const signal of SIGNALS) process.off(signal, end);
  const broken = [...output.matchAll(/^BROKEN (\S+)/gm)].map(([, name]) => name ?? '');
  return { broken, seconds: (performance.now() - began) / 1_000, output };
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  await ensureBuilt(say);
  const wanted = [UNMUTATED, ...MUTATIONS].filter(({ name }) => !values.only || name.includes(values.only));
  let [wrong, stopped] = [0, false];
  for (const signal of SIGNALS)
    process.on(signal, () => {
      stopped = true;
    });
  say('| mutation | faults | caught by | seconds |\n|---|---|---|---|');
  for (const mutation of wanted) {
    if (stopped) break;
    makeCopy(mutation);
    const { broken, seconds, output } = await run(mutation);
    // Something built it anew: then the mutation was gone.
    const intact = isMutated(mutation);
    const judged = intact && /every promise was kept|promises were broken/.test(output);
    const right =
      judged &&
      (mutation.breaks.length === 0 ? broken.length === 0 : broken.some((name) => mutation.breaks.includes(name)));
    const verdict = broken.join(', ') || (judged ? 'nothing' : 'no verdict');
    say(
      `| ${mutation.name} | ${mutation.edits.length > 0 ? mutation.faults : 'all of these'} | ${verdict}${right ? '' : ' **(wrong)**'} | ${seconds.toFixed(0)} |`,
    );
    if (right) continue;
    wrong++;
    writeFileSync(join(CLONE, '.stack-mutant.log'), output);
  }
  if (existsSync(COPY)) rmSync(COPY, { recursive: true, force: true });
  say(`\n${wanted.length - wrong} as they should be, ${wrong} not`);
  return wrong === 0 ? 0 : 1;
}

process.exitCode = await main();
