import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endOnSignal } from '../../stack/end-on-signal.ts';
import { type Call, callsOf, type FaultWindow } from './checker/history.ts';
import { type Evidence, judge, type Verdict } from './checker/invariants.ts';
import { type Recovery, recoveriesOf } from './checker/recovery.ts';
import type { Stores } from './checker/stores.ts';
import type { Fault, Ground } from './faults/fault.ts';
import { drawPair } from './faults/table.ts';
import { Random } from './random.ts';
import { replayDeadLetters } from './shop/dead-letters.ts';
import { Ledger } from './shop/ledger.pg.ts';
import { readStores } from './shop/read-stores.ts';
import { ChaosShop } from './shop/shop.ts';
import { Soak } from './soak.ts';
import { HistoryRecorder, now } from './workload/record-history.ts';
import { Workload } from './workload/workload.ts';

export interface RunOptions {
  dir: string;
  seed: number;
  seconds: number;
  clients: number;
  faults: readonly Fault[];
  /** However long they take. */
  leastFaults: number;
  /** How long what is on its way may take when everything is whole again. */
  drainSeconds: number;
  /** Each fault once and alone, with a rest after it; `seconds` does not matter. */
  oneByOne: boolean;
  say: (line: string) => void;
}

export interface RunResult {
  verdicts: Verdict[];
  calls: Call[];
  faults: FaultWindow[];
  /** From the moment when everything was whole to the last event's arrival, seconds. */
  drained: number;
  recoveries: Recovery[];
  /** Memory, descriptors and tables: warm, in the middle, in the end. */
  soak: string[];
  logs: string;
}

const LOOK_EVERY_MS = 3_000;
const REST_MS = 6_000;
/** Two at once from then on; in a short run from its first third on. */
const PAIRS_AFTER_SECONDS = 60;

/** One run: a fresh shop, shoppers, one fault after the other, healing, and the judgement. */
export async function runChaos(options: RunOptions): Promise<RunResult> {
  const { dir, say } = options;
  const starting = ChaosShop.start(dir, (line) => say(`  ${line}`));
  const forget = endOnSignal(async () => (await starting).stop());
  try {
    return await runIn(await starting, options);
  } finally {
    forget();
    await (await starting).stop();
  }
}

async function runIn(shop: ChaosShop, options: RunOptions): Promise<RunResult> {
  const { seed, clients, say } = options;
  const { logs } = shop.engines.folders;
  const history = new HistoryRecorder(join(logs, 'history.jsonl'));
  const ledger = new Ledger(shop);
  const ground: Ground = { shop, random: new Random(seed), poisons: [] };
  const workload = await Workload.start({ edges: shop.edges, history, seed, clients });
  const soak = new Soak(shop, ledger);
  const faults = options.oneByOne
    ? await strikeEach(ground, options, history)
    : await strikeUntil(ground, options, history);
  await shop.heal();
  await workload.stop();
  await soak.stop();
  await history.close();
  const calls = callsOf(history.lines);
  say(`${summary(calls)}; everything is whole again, waiting for the last event`);
  const { hot, scarce } = workload.shelf;
  const single = new Map([hot, scarce].map((id) => [id, workload.stocks.get(id) ?? 0]));
  const began = now();
  const evidence = (stores: Stores): Evidence => ({ calls, stores, faults, single });
  const { verdicts, stores } = await settle(shop, ledger, ground, evidence, options);
  await ledger.close();
  const file = createWriteStream(join(logs, 'verdicts.json'));
  file.end(JSON.stringify({ seed, faults, verdicts }));
  const drained = (now() - began) / 1_000;
  const recoveries = recoveriesOf(calls, stores.arrivals, faults);
  return { verdicts, calls, faults, drained, recoveries, soak: soak.report(), logs };
}

/** Breaks things until the time is over. */
async function strikeUntil(ground: Ground, options: RunOptions, history: HistoryRecorder): Promise<FaultWindow[]> {
  const { random } = ground;
  const began = now();
  const windows: FaultWindow[] = [];
  // With only a few faults each comes in its turn; drawn, each comes once before any comes twice.
  let bag: Fault[] = [];
  const pairsAfter = Math.min(PAIRS_AFTER_SECONDS, options.seconds / 3) * 1_000;
  while (now() - began < options.seconds * 1_000 || windows.length < options.leastFaults) {
    await delay(random.between(500, 2_500));
    if (bag.length === 0) bag = [...options.faults];
    const pairs = now() - began > pairsAfter && bag.length > 1 && random.chance(0.5);
    const drawn = pairs ? drawPair(bag, random) : [random.pick(bag)];
    bag = bag.filter((fault) => !drawn.includes(fault));
    const struck = await Promise.all(drawn.map((fault) => strike(fault, ground, options.say)));
    windows.push(...struck);
    const seconds = ((now() - began) / 1_000).toFixed(0).padStart(4);
    const names = struck.map(({ name, began: from, ended }) => `${name} (${((ended - from) / 1_000).toFixed(1)} s)`);
    options.say(`${seconds} s  ${names.join(' with ')}: ${summary(callsOf(history.lines))}`);
  }
  return windows;
}

/** Each fault in its turn, and a rest in which what it has left behind is done. */
async function strikeEach(ground: Ground, options: RunOptions, history: HistoryRecorder): Promise<FaultWindow[]> {
  const windows: FaultWindow[] = [];
  for (const fault of options.faults) {
    await delay(REST_MS);
    const window = await strike(fault, ground, options.say);
    windows.push(window);
    options.say(
      `${fault.name} (${((window.ended - window.began) / 1_000).toFixed(1)} s): ${summary(callsOf(history.lines))}`,
    );
  }
  await delay(REST_MS);
  return windows;
}

async function strike(fault: Fault, ground: Ground, say: (line: string) => void): Promise<FaultWindow> {
  const began = now();
  try {
    await fault.strike(ground);
  } catch (error) {
    say(`        ${fault.name} could not be done whole: ${error instanceof Error ? error.message : error}`);
  }
  return { name: fault.name, began, ended: now() };
}

/** Judges until nothing is broken, or something still is in a look that began after the time for what is on its way. */
async function settle(
  shop: ChaosShop,
  ledger: Ledger,
  ground: Ground,
  evidence: (stores: Stores) => Evidence,
  { drainSeconds, say }: RunOptions,
): Promise<{ verdicts: Verdict[]; stores: Stores }> {
  const deadline = now() + drainSeconds * 1_000;
  for (;;) {
    const looked = now();
    const stores = await replayAndRead(shop, ledger, ground).catch((error: Error) => error);
    if (stores instanceof Error) {
      if (looked > deadline) throw stores;
      say(`        not yet: ${stores.message.slice(0, 200)}`);
      await delay(LOOK_EVERY_MS);
      continue;
    }
    const verdicts = judge(evidence(stores));
    if (verdicts.every(({ against }) => against.length === 0) || looked > deadline || isHopeless(verdicts))
      return { verdicts, stores };
    say(`        not yet: ${againstOf(verdicts)}`);
    await delay(LOOK_EVERY_MS);
  }
}

async function replayAndRead(shop: ChaosShop, ledger: Ledger, { poisons }: Ground): Promise<Stores> {
  await replayDeadLetters(shop, poisons);
  return await readStores(shop, ledger, poisons);
}

const againstOf = (verdicts: readonly Verdict[]) =>
  verdicts
    .filter(({ against }) => against.length > 0)
    .map(({ name, against }) => `${name} (${against.length}, ${against[0]?.slice(0, 120)})`)
    .join(', ');

/** Broken for good: no event that is still on its way can mend it. */
const FOR_GOOD = new Set(['I3', 'I9', 'I12', 'L1', 'L2']);
const isHopeless = (verdicts: readonly Verdict[]) => {
  const broken = verdicts.filter(({ against }) => against.length > 0);
  return broken.length > 0 && broken.every(({ name }) => FOR_GOOD.has(name));
};

/** Sales and orders so far, and answers by status. */
export function summary(calls: readonly Call[]): string {
  const count = (operation: string) =>
    calls.filter((call) => call.operation === operation && (call.status ?? 999) < 300).length;
  const statuses = new Map<number, number>();
  for (const { attempts } of calls)
    for (const { status } of attempts) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const answers = [...statuses].toSorted(([a], [b]) => a - b).map(([status, n]) => `${status || 'none'}: ${n}`);
  return `${count('sell')} sales, ${count('order')} orders; ${answers.join(', ')}`;
}
