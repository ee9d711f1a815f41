import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { faultsOf, readAccounts } from '../../apps/inventory/src/stock/accounts.pg.ts';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';
import { fuzz } from './fuzz/fuzz.ts';

const REQUESTS = Number(process.env.FUZZ_REQUESTS || 1_000);
/** The same requests in every `npm test`; others each time where their number is given. */
const SEED = Number(process.env.FUZZ_SEED || (process.env.FUZZ_REQUESTS ? Date.now() % 1_000_000 : 1));
/** What 20,000 requests may add to the gateway's memory, beyond what any busy process keeps. */
const MEMORY_MB = 250;

let shop: Shop;
beforeAll(() => {
  shop = openShop();
});
afterAll(() => shop.close());

it(
  `${REQUESTS} requests made from the OpenAPI document: every answer is documented and fits, none is 5xx, no unit is lost`,
  async () => {
    const tokens = { admin: await shop.token('admin'), buyer: await shop.token('buyer') };
    const report = await fuzz(shop.endpoints.gateway, { requests: REQUESTS, seed: SEED, tokens });
    if (process.env.FUZZ_REQUESTS) console.log(report);
    expect(report.failure).toBeUndefined();
    expect(report.stockDifferences).toEqual([]);
    expect((await readAccounts(shop.inventory)).flatMap(faultsOf)).toEqual([]);
    expect(report.requests).toBe(REQUESTS);
    expect(report.answers).toMatchObject({
      'decreaseStock 201': expect.any(Number),
      'decreaseStock 400': expect.any(Number),
      'placeOrder 201': expect.any(Number),
      'placeOrder 400': expect.any(Number),
    });
    expect(report.memory.after - report.memory.before).toBeLessThan(MEMORY_MB);
  },
  15 * 60_000,
);
