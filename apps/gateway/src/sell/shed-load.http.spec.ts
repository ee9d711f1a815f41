// Real: the whole gateway over HTTP and gRPC, more orders than its inventory takes. Inventory is a double that holds its answers.
import { eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startGateway } from '../../test/running-gateway.js';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';

/** Half a second before the gateway gives up what waits. */
const REFUSED_AFTER_MS = 1_000;
const order = (order_id: string) => ({ product_id: 1, quantity: 1, order_id });

describe('too much load', () => {
  let gateway: RunningGateway;
  let release: () => void;

  beforeEach(async () => {
    process.env.LOG_LEVEL = 'silent';
    gateway = await startGateway();
    gateway.inventory.stock = 10_000;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    gateway.inventory.instead.DecreaseStockBatch = (call, reply) => {
      const { requests } = call.request as { requests: [] };
      void released.then(() => reply(null, { outcomes: requests.map((request) => gateway.inventory.sell(request)) }));
    };
  });
  afterEach(() => gateway.stop());

  it('is refused at once with Retry-After; what waits is sold, reads are served, and it passes', async () => {
    const inventory = gateway.app.get(InventoryClient);
    // Not over HTTP: a busy machine would need longer for 640 requests than an order may wait.
    const sell = (order_id: string) => inventory.sell(order(order_id), { destroyed: false });
    const taken = [];
    for (const id of ['slot-1', 'slot-2', 'slot-3', 'slot-4']) {
      taken.push(sell(id));
      await eventually(() => inventory.sales.running === taken.length, { everyMs: 1 });
    }
    const began = performance.now();
    taken.push(...Array.from({ length: 636 }, (_, index) => sell(`queued-${index}`)));
    await eventually(() => inventory.sales.state === 'overloaded', { everyMs: 10 });
    const refused = await gateway.sell(order('late'));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ type: expect.stringMatching(/\/overloaded$/), status: 503 });
    expect((await gateway.get('/inventory/1')).status).toBe(200);
    release();
    const answers = await Promise.all(taken);
    const waited = performance.now() - began;
    // What has waited longer is refused as well: nobody counts on it any more.
    if (waited < REFUSED_AFTER_MS) expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    await eventually(async () => (await gateway.sell(order('late'))).status === 201);
  });
});
