// Real: PostgreSQL and one whole inventory. The protocol between inventory and the gateways that publish.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { basket, ordersOf } from './baskets.js';
import type { InventoryClient } from './inventory-client.js';
import { createInventoryDatabase, type InventoryDatabase } from './inventory-database.js';
import { type RunningInventory, startInventory } from './start-inventory.js';

let database: InventoryDatabase;
let inventory: RunningInventory;
let client: InventoryClient;

beforeAll(async () => {
  database = await createInventoryDatabase();
  inventory = await startInventory(database.url);
  client = inventory.client();
});
afterAll(async () => {
  await inventory.close();
  await database.drop();
});
beforeEach(async () => {
  await database.clear();
  await database.addProducts(1, 1_000);
});

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Sells and returns the event_ids. */
async function sell(count: number): Promise<string[]> {
  const requests = Array.from({ length: count }, (_, n) => ({
    product_id: 1,
    quantity: 1,
    order_id: `O-${n}`,
    traceparent,
  }));
  const { outcomes } = await client.DecreaseStockBatch({ requests });
  return outcomes.map(({ sale }) => sale?.sale_id as string);
}
/** As if the grace or a lease had passed. */
const letTimePass = () => database.sql(`UPDATE outbox SET available_at = now() - interval '1 second'`);
const claim = (max = 200) => client.ClaimEvents({ gateway_id: 'g', max });
const leaseSeconds = async () =>
  (
    await database.sql<{ lease: number }>(
      `SELECT round(extract(epoch FROM available_at - now()))::int AS lease FROM outbox`,
    )
  )[0]?.lease;

describe('the outbox', () => {
  it('leaves a new event to the gateway that asked for the sale, for 15 seconds', async () => {
    await sell(1);
    expect((await claim()).events).toEqual([]);
    expect(await leaseSeconds()).toBeGreaterThanOrEqual(13);
    expect(await leaseSeconds()).toBeLessThanOrEqual(15);
  });

  it('hands out what is due, with the bytes and the trace of the sale', async () => {
    const { event, sale } = await client.DecreaseStock({ product_id: 1, quantity: 1, order_id: 'O', traceparent });
    await letTimePass();
    const { events, more } = await claim();
    expect(more).toBe(false);
    expect(events).toEqual([
      {
        event_id: sale?.sale_id,
        type: 'product_sold',
        event,
        traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
        attempts: 1,
      },
    ]);
  });

  it('never gives an event to two gateways at once', async () => {
    const ids = await sell(500);
    await letTimePass();
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(100)));
    const claimed = claims.flatMap(({ events }) => events.map(({ event_id }) => event_id));
    expect(new Set(claimed).size).toBe(claimed.length);
    while (claimed.length < 500) claimed.push(...(await claim(100)).events.map(({ event_id }) => event_id));
    expect(claimed.sort()).toEqual(ids.sort());
  });

  it('says that there is more when a claim was full', async () => {
    await sell(3);
    await letTimePass();
    expect(await claim(2)).toMatchObject({ more: true });
    expect(await claim(2)).toMatchObject({ more: false });
  });

  it('waits longer after each attempt: 30 seconds doubled, at most 5 minutes', async () => {
    await sell(1);
    const leases: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      await letTimePass();
      await claim();
      leases.push(await leaseSeconds());
    }
    expect(leases).toEqual([30, 60, 120, 240, 300, 300]);
  });

  it('forgets what is acknowledged, whoever says it and however often', async () => {
    const ids = await sell(3);
    expect(await client.AckEvents({ event_ids: ids.slice(0, 2) })).toEqual({ deleted: 2 });
    expect(await client.AckEvents({ event_ids: ids })).toEqual({ deleted: 1 });
    expect(await client.AckEvents({ event_ids: ids })).toEqual({ deleted: 0 });
    expect(await client.AckEvents({ event_ids: [] })).toEqual({ deleted: 0 });
  });

  it('remembers why an event could not be published', async () => {
    const [event_id] = (await sell(1)) as [string];
    await client.ReportFailures({ failures: [{ event_id, reason: `nacked\0${'x'.repeat(600)}` }] });
    const [row] = await database.sql<{ last_error: string }>('SELECT last_error FROM outbox');
    expect(row?.last_error).toMatch(/^nackedx+$/);
  });

  it('rebuilds the events of a time range byte for byte, and leaves alone what still waits', async () => {
    const orders = ordersOf(client);
    await sell(600);
    await client.DecreaseStock({ product_id: 1, quantity: 2, order_id: 'MAIL', customer_email: 'buyer@example.com' });
    await orders.reserve(basket('ORDER', [1, 2]));
    await orders.confirm('ORDER');
    await orders.giveBack('RETURN', 'ORDER', [1, 1]);
    const first = await database.sql('SELECT event_id, payload::text, traceparent FROM outbox ORDER BY event_id');
    const [range] = await database.sql<{ from: Date; to: Date }>(
      `SELECT min(occurred_at) AS from, max(occurred_at) + interval '1 s' AS to FROM sales`,
    );
    const request = { from: range?.from.toISOString() ?? '', to: range?.to.toISOString() ?? '' };
    expect(await client.RequeueEvents(request)).toEqual({ requeued: 0 });

    await database.sql('TRUNCATE outbox');
    expect(await client.RequeueEvents({ ...request, to: request.from })).toEqual({ requeued: 0 });
    expect(await client.RequeueEvents(request)).toEqual({ requeued: 603 });
    expect(await database.sql('SELECT event_id, payload::text, traceparent FROM outbox ORDER BY event_id')).toEqual(
      first,
    );
    expect((await claim()).events).toHaveLength(200);
  });

  it('tells how much waits and for how long', async () => {
    expect(await client.GetOutboxStats({})).toEqual({ pending: 0, oldest_age_seconds: 0, max_attempts: 0 });
    await sell(2);
    await letTimePass();
    await claim(1);
    expect(await client.GetOutboxStats({})).toMatchObject({ pending: 2, max_attempts: 1 });
    const metrics = await (await fetch(`${inventory.ops}/metrics`)).text();
    expect(metrics).toMatch(/^inventory_outbox_pending\{[^}]*\} 2$/m);
    expect(metrics).toMatch(/^inventory_outbox_oldest_age_seconds\{[^}]*\} [\d.]+$/m);
  });

  it.each([
    ['more than 200 events', () => claim(201)],
    ['no event', () => claim(0)],
    ['an event_id that is none', () => client.AckEvents({ event_ids: ['x'] })],
    ['more than 1,000 event_ids', () => client.AckEvents({ event_ids: Array(1_001).fill(crypto.randomUUID()) })],
    ['a time that is none', () => client.RequeueEvents({ from: 'yesterday', to: '2024-07-12T00:00:00Z' })],
  ])('refuses %s', async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ code: 3, failure: 'validation' });
  });
});
