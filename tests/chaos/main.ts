import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { foldersOf } from '../../stack/folders.ts';
import { startOwnShop } from '../support/own-shop.ts';
import { Shop } from '../support/shop.ts';
import { FAULTS, heal } from './faults.ts';
import { checkInvariants, mailedTwice } from './invariants.ts';
import { Random } from './random.ts';
import { Workload } from './workload.ts';

const HELP = `npm run test:chaos -- [--seed 1] [--seconds 90] [--clients 16]

Starts a shop of its own, buys from it without pause, breaks one thing after the other, heals, and reads every book.
The seed decides which faults strike when; it is printed, so that a failing run can be tried again.`;

const DIR = '.stack-chaos';
const DRAIN_MS = 120_000;
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '90' },
    clients: { type: 'string', default: '16' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const [seed, seconds, clients] = [Number(values.seed), Number(values.seconds), Number(values.clients)];
  if (values.help || !Number.isInteger(seed) || !(seconds > 0) || !(clients > 0)) {
    say(HELP);
    return values.help ? 0 : 2;
  }
  const own = await startOwnShop(DIR, say);
  const shop = new Shop(foldersOf(DIR));
  try {
    return await run(shop, new Random(seed), seconds, clients);
  } finally {
    say(`seed ${seed}; logs: ${own.stack.folders.logs}`);
    await shop.close();
    await own.stop();
  }
}

async function run(shop: Shop, random: Random, seconds: number, clients: number): Promise<number> {
  const stocks = [1_000_000, 1_000_000, 200, 50];
  const products = await Promise.all(stocks.map((stock) => shop.createProduct(stock)));
  const workload = new Workload(shop, random, products, clients);
  const until = Date.now() + seconds * 1_000;
  let faults = 0;
  while (Date.now() < until) {
    await delay(random.between(500, 3_000));
    const fault = random.pick(FAULTS);
    const began = performance.now();
    await fault.strike(shop, random);
    faults += 1;
    say(
      `${fault.name} (${((performance.now() - began) / 1_000).toFixed(1)} s; ${workload.outcomes.size} orders so far)`,
    );
  }
  await heal(shop);
  await workload.stop();
  const { outcomes, violations } = workload;
  const began = performance.now();
  const invariants = await checkInvariants(shop, outcomes, DRAIN_MS);
  const twice = await mailedTwice(shop);
  say(
    `\n${outcomes.size} orders, ${faults} faults, everything delivered ${((performance.now() - began) / 1_000).toFixed(0)} s after the last one`,
  );
  const unknown = [...outcomes.values()].filter((outcome) => outcome.status === 'unknown').length;
  const all = [
    ...invariants,
    {
      promise: 'every answer keeps the contract',
      against: violations.map((violation) => JSON.stringify(violation).slice(0, 300)),
    },
    { promise: 'every order gets a definite answer', against: unknown ? [`${unknown} without one`] : [] },
  ];
  for (const { promise, against } of all) {
    say(
      `${against.length ? 'BROKEN' : 'kept  '} ${promise}${against.length ? `: ${against.length}, e.g. ${against.slice(0, 3).join(', ')}` : ''}`,
    );
  }
  say(`mails that went out twice (a worker died between the mail and its record): ${twice.length}`);
  const broken = all.filter((invariant) => invariant.against.length > 0).length;
  say(`${all.length - broken} passed, ${broken} failed`);
  return broken === 0 ? 0 : 1;
}

process.exitCode = await main();
