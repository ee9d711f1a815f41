// Real: two inventories and two gateways, processes of their own on the shop's engines, and the shop's workers.
import { eventually, metricOf, type ServiceProcess, spawnGateway, spawnInventory } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import { type Bought, failed, Rush } from '../support/rush.ts';
import type { Shop } from '../support/shop.ts';

const DRAINS_WITHIN_MS = 20_000;
const SELLS_AGAIN = 20;
const FOUND_WITHIN_MS = 1_500;

const idsOf = (told: { order_id: string }[]) => told.map(({ order_id }) => order_id);

/** What of `orders` is not among `told`, and what is there more than once. (Logs keep what earlier runs have told.) */
function difference(orders: string[], told: string[]): { missing: string[]; repeated: string[] } {
  const times = new Map<string, number>();
  for (const order_id of told) times.set(order_id, (times.get(order_id) ?? 0) + 1);
  const missing = orders.filter((order_id) => !times.has(order_id));
  return { missing, repeated: orders.filter((order_id) => (times.get(order_id) ?? 0) > 1) };
}

describe('every service may be restarted under load', () => {
  let shop: Shop;
  let inventories: ServiceProcess[] = [];
  let gateways: ServiceProcess[] = [];
  beforeAll(async () => {
    shop = openShop();
    const { postgres, rabbitmq } = shop.endpoints;
    inventories = await Promise.all([spawnInventory(postgres), spawnInventory(postgres)]);
    const addresses = inventories.map(({ url }) => url);
    gateways = await Promise.all([spawnGateway(rabbitmq, addresses), spawnGateway(rabbitmq, addresses)]);
  }, 180_000);
  afterAll(async () => {
    await shop.stack('start', 'analytics', 'notifications');
    await Promise.all([...gateways, ...inventories].map((service) => service.stop()));
    await shop.close();
  }, 60_000);

  const urls = () => gateways.map(({ url }) => url);

  async function stopped(service: ServiceProcess): Promise<void> {
    const began = Date.now();
    expect(await service.stop()).toBe(0);
    expect(Date.now() - began).toBeLessThan(DRAINS_WITHIN_MS);
  }

  /** Whether it sells again: the gateways have found an inventory, or the buyers a gateway. */
  const takesPart = ({ ops }: ServiceProcess) =>
    eventually(async () => {
      const names = ['inventory_sales_total', 'gateway_sales_total'];
      const sales = await Promise.all(names.map((name) => metricOf(ops, name)));
      return sales.some((count) => count >= SELLS_AGAIN);
    });

  /** One after the other ends, comes back, and gets the time to be found by all gateways before the next one ends. */
  async function roll(services: ServiceProcess[], buyers: Rush): Promise<void> {
    for (const [n, service] of services.entries()) {
      await stopped(service);
      services[n] = await service.again();
      await takesPart(services[n]);
      await buyers.last(FOUND_WITHIN_MS);
    }
  }

  /** Sale, document and mail of each order, once. */
  async function expectOnceEverywhere(product_id: number, bought: Bought[]): Promise<void> {
    const orders = bought.map(({ order_id }) => order_id);
    const { rows } = await shop.inventory.query('SELECT order_id FROM sales WHERE product_id = $1', [product_id]);
    expect(difference(orders, idsOf(rows))).toEqual({ missing: [], repeated: [] });
    for (const [what, read] of Object.entries({ documents, mails })) {
      const told = async () => difference(orders, await read(product_id));
      await eventually(async () => (await told()).missing.length === 0, { timeoutMs: 40_000, everyMs: 250, what });
      expect(await told()).toEqual({ missing: [], repeated: [] });
    }
  }

  const documents = async (product_id: number) =>
    idsOf(await shop.analytics.collection<{ order_id: string }>('sales_events').find({ product_id }).toArray());
  const mails = async (product_id: number) =>
    idsOf((await shop.logLines('notifications', '[EMAIL]', `"product_id":${product_id},`)).map((l) => JSON.parse(l)));

  it('one process after the other, each ends with 0: no request fails, each sale has one document and one mail', async () => {
    const product_id = await shop.createProduct(1_000_000);
    const buyers = new Rush(shop, urls(), product_id);
    await buyers.more(100);
    await roll(inventories, buyers);
    await roll(gateways, buyers);
    await shop.stack('restart', 'analytics', 'notifications');
    const bought = await buyers.end();
    expect(failed(bought)).toEqual([]);
    await expectOnceEverywhere(product_id, bought);
  }, 120_000);
});
