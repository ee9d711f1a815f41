// Real: gRPC over TCP. The server is a double, because faults must come at a given moment.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { FAILURE_METADATA } from '@app/contracts';
import { eventually } from '@app/testing';
import { Metadata, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeInventory } from '../../../test/fake-inventory.js';
import { Guard } from '../guard.js';
import { INVENTORY_FAILURES } from './grpc-failure.js';
import { InventoryChannel } from './inventory.grpc.channel.js';
import { InventoryClient } from './inventory.grpc.client.js';

const here = { destroyed: false };
const order = (order_id: string) => ({ product_id: 1, quantity: 1, order_id });

describe('the inventory client', () => {
  let inventory: FakeInventory;
  let channel: InventoryChannel;
  let guard: Guard;
  let client: InventoryClient;
  let states: string[] = [];

  const dial = (...ports: number[]) => {
    states = [];
    channel = new InventoryChannel(ports.map((port) => `127.0.0.1:${port}`));
    guard = new Guard(INVENTORY_FAILURES, (state) => states.push(state));
    client = new InventoryClient(channel, guard);
  };

  beforeEach(async () => {
    inventory = await new FakeInventory().start();
    dial(inventory.port);
  });
  afterEach(() => {
    channel.close();
    inventory.kill();
  });

  it('sells what is asked at the same moment in one call, and gives each caller their own sale', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `o-${index}`);
    const results = await Promise.all(ids.map((id) => client.sell(order(id), here)));
    expect(results.map((result) => result.ok && result.sale.order_id)).toEqual(ids);
    expect(inventory.batches.map((batch) => batch.length)).toEqual([60]);
    expect(results.map((result) => result.ok && result.sale.stock_after)).toEqual(ids.map((_, index) => 99 - index));
  });

  it('passes on what inventory decides, as a value', async () => {
    inventory.stock = 3;
    expect(await client.sell({ ...order('big'), quantity: 4 }, here)).toEqual({
      ok: false,
      failure: 'insufficient-stock',
      message: 'Not enough stock',
      available: 3,
    });
    const metadata = new Metadata();
    metadata.set(FAILURE_METADATA, 'product-not-found');
    inventory.instead.GetStock = (_, reply) => reply({ code: status.NOT_FOUND, details: 'No product 9', metadata });
    expect(await client.getStock(9)).toEqual({ ok: false, failure: 'product-not-found', message: 'No product 9' });
  });

  it.each([
    [status.UNAVAILABLE, 'inventory-unavailable'],
    [status.RESOURCE_EXHAUSTED, 'overloaded'],
    [status.DEADLINE_EXCEEDED, 'outcome-unknown'],
    [status.INTERNAL, 'upstream-error'],
    [status.UNKNOWN, 'upstream-error'],
    [status.NOT_FOUND, 'upstream-error'],
  ])('never tells the words of a failed server (status %s is %s)', async (code, failure) => {
    inventory.instead.GetStock = (_, reply) => reply({ code, details: 'relation "products" at 10.0.0.7' });
    const result = await client.getStock(1);
    expect(result).toMatchObject({ ok: false, failure });
    expect(JSON.stringify(result)).not.toMatch(/relation|10\.0/);
  });

  it('gives up at the deadline, says that the outcome is unknown, and learns it from the same order_id', async () => {
    inventory.instead.DecreaseStockBatch = (call) => {
      for (const request of (call.request as { requests: [] }).requests) inventory.sell(request);
    };
    const began = Date.now();
    expect(await client.sell(order('slow'), here)).toMatchObject({ ok: false, failure: 'outcome-unknown' });
    expect(Date.now() - began).toBeGreaterThan(2_500);
    expect(Date.now() - began).toBeLessThan(10_000);
    delete inventory.instead.DecreaseStockBatch;
    expect(await client.sell(order('slow'), here)).toMatchObject({ ok: true, replayed: true });
    expect(inventory.stock).toBe(99);
  });

  it('sells once when the reply is lost after the commit: it asks again by itself', async () => {
    let lost = 0;
    inventory.instead.DecreaseStockBatch = (call, reply) => {
      const outcomes = (call.request as { requests: [] }).requests.map((request) => inventory.sell(request));
      if (lost++ === 0) reply({ code: status.UNAVAILABLE, details: 'connection dropped' });
      else reply(null, { outcomes });
    };
    expect(await client.sell(order('lost'), here)).toMatchObject({ ok: true, replayed: true });
    expect(inventory.stock).toBe(99);
  });

  it('answers at once while no inventory can be connected to, and sells soon after one is back', async () => {
    const { port } = inventory;
    await client.getStock(1);
    inventory.kill();
    await eventually(() => channel.unreachable);
    const began = Date.now();
    for (let count = 0; count < 100; count++) {
      expect(await client.sell(order(`down-${count}`), here)).toMatchObject({ failure: 'inventory-unavailable' });
    }
    expect(Date.now() - began).toBeLessThan(20_000); // Waiting for one of them takes 3 s.
    expect(guard.state).toBe('closed');
    await inventory.start(port);
    const sold = await eventually(async () => (await client.sell(order('back'), here)).ok);
    expect(sold).toBe(true);
  });

  it('answers at once while inventory is frozen: connections open, but nobody shakes hands', async () => {
    const frozen = createServer((socket) => void socket.unref()).listen(0, '127.0.0.1');
    await once(frozen, 'listening');
    channel.close();
    dial((frozen.address() as AddressInfo).port);
    await eventually(() => channel.unreachable);
    const began = Date.now();
    expect(await client.sell(order('frozen'), here)).toMatchObject({ failure: 'inventory-unavailable' });
    expect(await client.getStock(1)).toMatchObject({ failure: 'inventory-unavailable' });
    expect(Date.now() - began).toBeLessThan(1_500); // Waiting for one of them takes 3 s.
    channel.close();
    frozen.close();
  });

  it('loses no sale when one of two inventories dies under load', async () => {
    const other = await new FakeInventory().start();
    channel.close();
    dial(inventory.port, other.port);
    inventory.stock = other.stock = 10_000;
    const failed: unknown[] = [];
    let next = 0;
    const shopper = async () => {
      while (next < 2_000) {
        const result = await client.sell(order(`k-${next++}`), here);
        if (!result.ok) failed.push(result);
        if (next === 700) other.kill();
      }
    };
    await Promise.all(Array.from({ length: 20 }, shopper));
    expect(failed).toEqual([]);
    expect(other.batches.length).toBeGreaterThan(5);
  });

  it('stops calling an inventory that keeps failing, and tries again after two seconds', async () => {
    let calls = 0;
    inventory.instead.GetStock = (_, reply) => {
      calls++;
      reply({ code: status.INTERNAL, details: 'broken' });
    };
    await eventually(async () => {
      await client.getStock(1);
      return guard.state === 'open';
    });
    const before = calls;
    expect(await client.getStock(1)).toMatchObject({ failure: 'inventory-unavailable' });
    expect(calls).toBe(before);
    delete inventory.instead.GetStock;
    expect(await eventually(async () => (await client.getStock(1)).ok)).toBe(true);
    expect(guard.state).toBe('closed');
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  it('never counts what inventory decides as an outage', async () => {
    inventory.stock = 0;
    const metadata = new Metadata();
    metadata.set(FAILURE_METADATA, 'product-not-found');
    inventory.instead.GetStock = (_, reply) => reply({ code: status.NOT_FOUND, details: 'No product 9', metadata });
    for (let count = 0; count < 100; count++) {
      await Promise.all([client.getStock(9), client.sell(order(`none-${count}`), here)]);
    }
    expect(guard.state).toBe('closed');
  });

  it('starts no more than 256 calls besides sales', async () => {
    const held: (() => void)[] = [];
    inventory.instead.GetStock = (call, reply) => {
      held.push(() => reply(null, { product_id: (call.request as { product_id: number }).product_id }));
    };
    const running = Array.from({ length: 256 }, () => client.getStock(1));
    expect(await client.getStock(1)).toMatchObject({ ok: false, failure: 'overloaded' });
    expect(await client.sell(order('still'), here)).toMatchObject({ ok: true });
    await eventually(() => held.length === 256);
    for (const answer of held) answer();
    expect((await Promise.all(running)).every(({ ok }) => ok)).toBe(true);
  });
});
