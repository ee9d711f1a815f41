// Real: the whole gateway over HTTP and gRPC, more orders than its inventory takes. Inventory is a double that holds its answers.
import { eventually } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startGateway } from '../../test/running-gateway.js';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';

/** What waits longer in the gateway is refused as well: nobody counts on it any more. */
const REFUSED_AFTER_MS = 1_500;
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
    const { sales } = gateway.app.get(InventoryClient);
    const slots = [];
    const began = performance.now();
    for (const id of ['slot-1', 'slot-2', 'slot-3', 'slot-4']) {
      slots.push(gateway.sell(order(id)));
      await eventually(() => sales.running === slots.length);
    }
    const queued = Array.from({ length: 636 }, (_, index) => gateway.sell(order(`queued-${index}`)));
    await eventually(() => sales.state === 'overloaded');
    const refused = await gateway.sell(order('late'));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ type: expect.stringMatching(/\/overloaded$/), status: 503 });
    expect((await gateway.get('/inventory/1')).status).toBe(200);
    release();
    const waited = performance.now() - began;
    const statuses = (await Promise.all([...slots, ...queued])).map(({ status }) => status);
    // A machine that needs so long to ask has no more to say about what waits.
    if (waited < REFUSED_AFTER_MS) expect(statuses).toEqual(statuses.map(() => 201));
    else expect(statuses.filter((status) => ![201, 503, 504].includes(status))).toEqual([]);
    await eventually(async () => (await gateway.sell(order('late'))).status === 201);
  });
});
