import { parseArgs } from 'node:util';
import { foldersOf } from '../../stack/folders.ts';
import { startOwnShop } from '../support/own-shop.ts';
import { Bench, WARM_UP_SECONDS } from './bench.ts';
import { runLoad } from './load.ts';
import { startBare, startTextbook } from './references.ts';
import { type Row, toMarkdown } from './report.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { BenchShop } from './shop.ts';
import { writePlots, writeTable } from './write-report.ts';

const HELP = `npm run bench -- [--only <name>] [--seconds 10] [--rounds 3] [--json] [--write]

Starts a shop of its own, measures each scenario in turn with its reference, checks the ledger, prints ratios.
  --only     the scenario with this name, or all whose name contains it
  --seconds  length of one load
  --rounds   how often each contender runs
  --json     the rows as JSON instead of a table
  --write    also writes docs/performance.md: the table (of a whole run only) and the plots

Scenarios: ${Object.keys(SCENARIOS).join(', ')}`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

type ChosenScenarios = [string, (typeof SCENARIOS)[string]][];

const DIR = '.stack-bench';
const say = (line: string) => process.stderr.write(`${line}\n`);

function chosenScenarios(only: string): ChosenScenarios {
  const all = Object.entries(SCENARIOS);
  if (!only) return all.filter(([, { always }]) => always);
  const exactly = all.filter(([name]) => name === only);
  return exactly.length > 0 ? exactly : all.filter(([name]) => name.includes(only));
}

async function main(): Promise<number> {
  if (values.help) return print(HELP);
  const chosen = chosenScenarios(values.only);
  const options = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
  if (chosen.length === 0 || !(options.seconds > 0) || !(options.rounds > 0)) {
    say(`nothing to measure with these options\n\n${HELP}`);
    return 2;
  }
  const own = await startOwnShop(DIR, say);
  const shop = new BenchShop(foldersOf(DIR));
  const references = [];
  try {
    const bare = await startBare();
    references.push(bare);
    const textbook = await startTextbook(shop);
    references.push(textbook);
    const bench = new Bench(shop, bare, textbook, options, say);
    const rows = await measure(bench, chosen);
    print(values.json ? JSON.stringify(rows, undefined, 2) : toMarkdown(rows));
    if (values.write) writePlots(bench.plots);
    if (values.write && values.only === '') writeTable(rows, options);
    return rows.some((row) => row.ledger.startsWith('void')) ? 1 : 0;
  } finally {
    await Promise.all(references.map((reference) => reference.stop()));
    await shop.close();
    await own.stop();
  }
}

/** The shop and its references alike. */
async function warmUp(bench: Bench): Promise<void> {
  say('warming up …');
  const products = await bench.shop.createProducts(1);
  await bench.withLedger('stopped', async () => {
    for (const connections of [64, 512]) {
      const load = { connections, seconds: WARM_UP_SECONDS };
      await runLoad({ ...load, url: bench.bare.url, products, checked: false });
      await runLoad({ ...load, url: bench.textbook.url, products: [1] });
      bench.account(await runLoad({ ...load, url: bench.shop.endpoints.gateway, products }));
    }
  });
}

async function measure(bench: Bench, scenarios: ChosenScenarios): Promise<Row[]> {
  const rows: Row[] = [];
  let warm = false;
  for (const [name, { run, cold }] of scenarios) {
    if (!warm && !cold) await warmUp(bench);
    warm ||= !cold;
    const began = performance.now();
    say(`${name} …`);
    rows.push(...(await run(bench)));
    say(`${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  }
  return rows;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

process.exitCode = await main();
