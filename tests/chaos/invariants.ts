import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { faultsOf, readAccounts } from '../../apps/inventory/src/stock/accounts.pg.ts';
import type { Shop } from '../support/shop.ts';
import type { Outcome } from './workload.ts';

const STARTED_AT = new Date().toISOString();

/** One promise and what was found against it; nothing found is kept. */
export interface Invariant {
  promise: string;
  against: string[];
}

/** Reads every book after the faults have healed. Waits until nothing is on its way, at most `timeoutMs`. */
export async function checkInvariants(
  shop: Shop,
  outcomes: Map<string, Outcome>,
  timeoutMs: number,
): Promise<Invariant[]> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await readInvariants(shop, outcomes);
    if (found.every((invariant) => invariant.against.length === 0) || Date.now() > deadline) return found;
    await delay(1_000);
  }
}

async function readInvariants(shop: Shop, outcomes: Map<string, Outcome>): Promise<Invariant[]> {
  const sales = (
    await shop.inventory.query<{ order_id: string; sale_id: string }>('SELECT order_id, sale_id FROM sales')
  ).rows;
  const saleIds = sales.map((sale) => sale.sale_id);
  const documents = await shop.analytics
    .collection<{ _id: string }>('sales_events')
    .find({}, { projection: { _id: 1 } })
    .toArray();
  const mails = await mailedEvents(shop);
  const outbox = (await shop.inventory.query<{ event_id: string }>('SELECT event_id FROM outbox')).rows.map(
    (row) => row.event_id,
  );
  const sold = new Set(sales.map((sale) => sale.order_id));
  return [
    {
      promise: 'stock is conserved and never negative',
      against: (await readAccounts(shop.inventory)).flatMap(faultsOf),
    },
    {
      promise: 'every accepted order has its sale',
      against: [...outcomes.values()]
        .filter((o) => isSold(o) && !sold.has(o.request.order_id))
        .map((o) => o.request.order_id),
    },
    {
      promise: 'every sale belongs to an order that was sent',
      against: sales.filter((sale) => !outcomes.has(sale.order_id)).map((sale) => sale.order_id),
    },
    {
      promise: 'no refused order became a sale',
      against: [...outcomes.values()]
        .filter((o) => o.status === 409 && sold.has(o.request.order_id))
        .map((o) => o.request.order_id),
    },
    {
      promise: 'every sale is one document',
      against: difference(
        saleIds,
        documents.map((document) => document._id),
      ),
    },
    { promise: 'every sale is mailed', against: difference(saleIds, [...mails.keys()]) },
    { promise: 'the outbox is empty', against: outbox },
    { promise: 'no dead letters', against: await deadLetters(shop) },
  ];
}

const isSold = (outcome: Outcome) => outcome.status === 200 || outcome.status === 201;

/** Mails that went out more than once: allowed only where a worker died between the mail and its record. */
export async function mailedTwice(shop: Shop): Promise<string[]> {
  return [...(await mailedEvents(shop))].filter(([, times]) => times > 1).map(([eventId]) => eventId);
}

/** By the log, which is kept across runs: only lines since this process has started count. */
async function mailedEvents(shop: Shop): Promise<Map<string, number>> {
  const log = await readFile(shop.process('notifications').log, 'utf8');
  const counts = new Map<string, number>();
  for (const line of log.split('\n')) {
    const ours = line.includes('[EMAIL]') && (/"time":"([^"]+)"/.exec(line)?.[1] ?? '') >= STARTED_AT;
    const eventId = ours ? /"event_id":"([^"]+)"/.exec(line)?.[1] : undefined;
    if (eventId) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  }
  return counts;
}

async function deadLetters(shop: Shop): Promise<string[]> {
  const found: string[] = [];
  for (const queue of ['analytics.product_sold.dlq', 'notifications.product_sold.dlq']) {
    const { messages } = await shop.queue(queue);
    if (messages > 0) found.push(`${messages} in ${queue}`);
  }
  return found;
}

function difference(left: string[], right: string[]): string[] {
  const [a, b] = [new Set(left), new Set(right)];
  return [
    ...left.filter((id) => !b.has(id)).map((id) => `missing ${id}`),
    ...right.filter((id) => !a.has(id)).map((id) => `phantom ${id}`),
  ];
}
