// npm run test:upgrade: two versions together, on the same stores and queues, while people buy.
import { parseArgs } from 'node:util';
import type { Addresses } from '../../stack/addresses.ts';
import { isUsageError, report, UsageError } from '../../stack/failure.ts';
import { discardEngines, startEngines } from '../../stack/start-engines.ts';
import { Buyers } from './buyers.ts';
import { type App, Fleet } from './fleet.ts';
import { judge, type Promised } from './judge.ts';
import { stockUp, tool } from './stores.ts';
import { releasedVersion, thisVersion, type Version, versionOf } from './versions.ts';

const HELP = `npm run test:upgrade [-- --from <tag or commit>] [--to <tag or commit>] [--order <order>] [--help]

Starts the version \`from\` on engines of its own, migrates, and rolls \`to\` out, back and out again, process by process,
while simple sales come without pause. Once for each order: gateways first, inventories first.
Passes when no order failed and each has its sale, its document and its mail exactly once. Five minutes for an order.

  --from    what runs before (default: the newest tag v*, or tools/release/released.json)
  --to      what is rolled out (default: this clone as it is)
  --order   gateways or inventories: only that one
Exit code: 0 kept, 1 broken, 2 wrong arguments.`;

/** The apps in the order in which they are rolled out; back in the reverse order. */
const ORDERS: Record<string, App[]> = {
  gateways: ['gateway', 'analytics', 'notifications', 'inventory'],
  inventories: ['inventory', 'analytics', 'notifications', 'gateway'],
};
/** A gateway waits for an inventory. */
const STARTED: App[] = ['inventory', 'gateway', 'analytics', 'notifications'];
const ORDERS_BETWEEN_STEPS = 200;

const say = (line: string) => console.log(line);

async function main({ from, to, order }: Options): Promise<number> {
  const before = from === undefined ? await releasedVersion(say) : await versionOf(from, say);
  const after = to === undefined ? await thisVersion(say) : await versionOf(to, say);
  const promises: Promised[] = [];
  for (const name of order === undefined ? Object.keys(ORDERS) : [order]) {
    say(`\nfrom ${before.name} to ${after.name}, ${name} first`);
    promises.push(...(await upgrade(before, after, ORDERS[name] ?? [])));
  }
  const broken = promises.filter(({ against }) => against.length > 0).length;
  say(`\n${promises.length - broken} passed, ${broken} failed`);
  return broken === 0 ? 0 : 1;
}

async function upgrade(before: Version, after: Version, apps: readonly App[]): Promise<Promised[]> {
  const engines = await startEngines({ dir: '.stack-upgrade' });
  const { addresses } = engines;
  const fleet = await Fleet.on(addresses);
  let buyers: Buyers | undefined;
  try {
    await tool(before, 'migrate', ['seed'], addresses);
    await fleet.roll(before, STARTED);
    buyers = new Buyers(fleet.doors, await stockUp(addresses));
    for (const [what, act] of stepsOf({ fleet, addresses, before, after, apps })) {
      await act();
      await buyers.more(ORDERS_BETWEEN_STEPS);
      say(`  ${what}: ${buyers.sold.length} sold so far, ${buyers.failures.length} failed`);
    }
    await buyers.end();
    return await judge(addresses, after, buyers, say);
  } finally {
    await buyers?.end();
    await fleet.stop().catch(report);
    await discardEngines(engines);
  }
}

type Step = [what: string, act: () => Promise<void>];

interface Upgrade {
  fleet: Fleet;
  addresses: Addresses;
  before: Version;
  after: Version;
  apps: readonly App[];
}

function stepsOf({ fleet, addresses, before, after, apps }: Upgrade): Step[] {
  const wayBack: Step[] = [
    [`rolled back to ${before.name}`, () => fleet.roll(before, apps.toReversed())],
    ['rolled out again', () => fleet.roll(after, apps)],
  ];
  if (before.noWayBack) say(`  no way back to ${before.name}: ${before.noWayBack}`);
  return [
    [`all of it is ${before.name}`, async () => {}],
    ['the schemas are migrated', () => tool(after, 'migrate', ['up'], addresses)],
    [`rolled out ${after.name}`, () => fleet.roll(after, apps)],
    ...(before.noWayBack ? [] : wayBack),
  ];
}

type Options = ReturnType<typeof options>;

function options() {
  const text = { type: 'string' } as const;
  const help = { type: 'boolean', short: 'h', default: false } as const;
  const { values } = parseArgs({ options: { from: text, to: text, order: text, help } });
  if (values.order !== undefined && !(values.order in ORDERS))
    throw new UsageError(`--order is ${Object.keys(ORDERS).join(' or ')}`, 'npm run test:upgrade -- --help');
  return values;
}

try {
  const given = options();
  if (given.help) say(HELP);
  else process.exitCode = await main(given);
} catch (error) {
  if (isUsageError(error)) console.error(`${(error as Error).message}\n\n${HELP}`);
  else report(error);
  process.exitCode = isUsageError(error) ? 2 : 1;
}
