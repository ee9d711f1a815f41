import { setTimeout as delay } from 'node:timers/promises';
import type { Addresses } from '../../stack/addresses.ts';
import type { Say } from '../../stack/progress.ts';
import type { Buyers } from './buyers.ts';
import { runTool, withoutSale } from './stores.ts';
import type { Version } from './versions.ts';

const SETTLES_WITHIN_MS = 90_000;

/** What has to be true of an upgrade, and everything that speaks against it. */
export interface Promised {
  promise: string;
  against: unknown[];
}

/** Compares what the buyers were told with what the stores hold. */
export async function judge(
  addresses: Addresses,
  version: Version,
  { sold, failures, askedAgain }: Buyers,
  say: Say,
): Promise<Promised[]> {
  const promises: Promised[] = [
    { promise: 'no order failed', against: failures },
    { promise: 'no sale that was answered is lost', against: await withoutSale(addresses, sold) },
    {
      promise: 'each sale has its document and its mail once, and the ledger adds up',
      against: await complaints(addresses, version),
    },
  ];
  say(`  ${sold.length} orders; ${askedAgain} times a buyer repeated one after 502, 503 or 504`);
  for (const { promise, against } of promises)
    say(`  ${against.length === 0 ? 'kept   ' : 'BROKEN '} ${promise}${examples(against)}`);
  return promises;
}

const examples = (against: unknown[]) =>
  against.length === 0 ? '' : `: ${against.length}, for example ${JSON.stringify(against.slice(0, 3))}`;

/** Documents and mails arrive some seconds after the sale. */
async function complaints(addresses: Addresses, version: Version): Promise<string[]> {
  for (const deadline = Date.now() + SETTLES_WITHIN_MS; ; await delay(1_000)) {
    const { ok, said } = await runTool(version, 'verify', ['--settled'], addresses);
    if (ok) return [];
    if (Date.now() > deadline) return [said];
  }
}
