// Real: two inventories and a gateway in front of them, processes of their own on the shop's engines.
import { eventually, metricOf, type ServiceProcess, spawnGateway, spawnInventory } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import { type Bought, failed, isSold, Rush } from '../support/rush.ts';
import { callEdge, type Shop } from '../support/shop.ts';

/** Its connection is asked each second and given up after another; the rest is for a busy machine. */
const NOTICED_WITHIN_MS = 4_000;

describe('one of two inventories may fail', () => {
  let shop: Shop;
  let product_id: number;
  let inventories: [ServiceProcess, ServiceProcess];
  let gateway: ServiceProcess;
  beforeAll(async () => {
    shop = openShop();
    product_id = await shop.createProduct(1_000_000);
    const { postgres, rabbitmq } = shop.endpoints;
    inventories = await Promise.all([spawnInventory(postgres), spawnInventory(postgres)]);
    const addresses = inventories.map(({ url }) => url);
    gateway = await spawnGateway(rabbitmq, addresses);
  }, 60_000);
  afterAll(async () => {
    await gateway?.stop();
    await Promise.all(inventories.map((inventory) => inventory.stop()));
    await shop.close();
  }, 60_000);

  async function rush(): Promise<Rush> {
    const buyers = new Rush(shop, [gateway.url], product_id);
    const salesOf = ({ ops }: ServiceProcess) => metricOf(ops, 'inventory_sales_total');
    const bothSell = async () => (await Promise.all(inventories.map(salesOf))).every((sales) => sales > 20);
    await eventually(bothSell, { what: 'sales of both' });
    return buyers;
  }

  async function expectAllRecorded(bought: Bought[]): Promise<void> {
    const sold = bought.filter(isSold).map(({ order_id }) => order_id);
    const { rowCount } = await shop.inventory.query('SELECT 1 FROM sales WHERE order_id = ANY($1)', [sold]);
    expect(rowCount).toBe(sold.length);
  }

  it('one of them frozen under load: within seconds no request fails any more', async () => {
    const buyers = await rush();
    const frozenAt = Date.now();
    inventories[0].kill('SIGSTOP');
    await buyers.last(NOTICED_WITHIN_MS + 2_000);
    inventories[0].kill('SIGCONT');
    await buyers.more(150);
    const bought = await buyers.end();
    const late = failed(bought).filter(({ at }) => at > frozenAt + NOTICED_WITHIN_MS);
    expect(late).toEqual([]);
    await expectAllRecorded(bought);
  }, 90_000);

  it('kill -9 of one of them under load fails no request', async () => {
    const buyers = await rush();
    inventories[0].kill('SIGKILL');
    await inventories[0].ended;
    await buyers.more(150);
    const bought = await buyers.end();
    expect(failed(bought)).toEqual([]);
    await expectAllRecorded(bought);
  }, 90_000);

  it('both down: every answer is 503 with Retry-After, without waiting', async () => {
    for (const inventory of inventories) inventory.kill('SIGKILL');
    await Promise.all(inventories.map(({ ended }) => ended));
    const times: number[] = [];
    for (let n = 0; n < 21; n++) {
      const began = performance.now();
      const order = { product_id, quantity: 1, order_id: shop.orderId('DOWN') };
      const { status, headers } = await callEdge(gateway.url, 'POST', '/inventory/decrease', order);
      times.push(performance.now() - began);
      expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    }
    expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(500);
  }, 90_000);
});
