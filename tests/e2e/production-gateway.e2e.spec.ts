// Real: gateways with NODE_ENV=production, processes of their own on the shop's engines, and tokens of `npm run token`.
import { type ServiceProcess, spawnGateway, spawnProcess } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import { callEdge, type Shop, tokenFor } from '../support/shop.ts';

const PER_SECOND = 20;
const JWT_SECRET = 'a-secret-of-this-spec-that-is-long-enough';
const USER = { name: 'production-gateway', password: 'not-guest' };

describe('a gateway in production', () => {
  let shop: Shop;
  let gateway: ServiceProcess;
  let product_id: number;
  beforeAll(async () => {
    shop = openShop();
    product_id = await shop.createProduct(100);
    const env = { NODE_ENV: 'production', AUTH: 'on', JWT_SECRET, RATE_LIMIT: 'on' };
    const limit = { RATE_LIMIT_PER_SECOND: String(PER_SECOND) };
    gateway = await spawnGateway(await ownBroker(), [shop.endpoints.inventory_grpc], { ...env, ...limit });
  }, 60_000);
  afterAll(async () => {
    await gateway?.stop();
    await shop.broker('DELETE', `/users/${USER.name}`);
    await shop.close();
  }, 60_000);

  /** A broker user that is not guest. @returns the broker's URL with it */
  async function ownBroker(): Promise<string> {
    await shop.broker('PUT', `/users/${USER.name}`, { password: USER.password, tags: '' });
    await shop.broker('PUT', `/permissions/%2F/${USER.name}`, { configure: '.*', write: '.*', read: '.*' });
    return Object.assign(new URL(shop.endpoints.rabbitmq), { username: USER.name, password: USER.password }).href;
  }

  const order = () => ({ product_id, quantity: 1, order_id: shop.orderId('PROD') });
  const bearer = async (role: 'admin' | 'buyer') => ({
    authorization: `Bearer ${await tokenFor(role, { JWT_SECRET })}`,
  });

  it('sells to whoever has a token, and to nobody else', async () => {
    const without = await callEdge(gateway.url, 'POST', '/inventory/decrease', order());
    expect([without.status, without.body.type]).toEqual([401, '/problems/unauthenticated']);
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="storefront"');
    const forged = { authorization: `Bearer ${await tokenFor('buyer')}` };
    const answer = await callEdge(gateway.url, 'POST', '/inventory/decrease', order(), forged);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    const sold = await callEdge(gateway.url, 'POST', '/inventory/decrease', order(), await bearer('buyer'));
    expect(sold.status).toBe(201);
  });

  it.each([
    ['POST', '/products', { name: 'Mug', price_cents: 1, currency: 'USD', stock: 1 }],
    ['POST', '/inventory/restock', { product_id: 1, quantity: 1, restock_id: 'R-1' }],
    ['POST', '/inventory/adjust', { product_id: 1, quantity: 1, reason: 'found', adjustment_id: 'A-1' }],
    ['GET', '/dead-letters/analytics.product_sold', undefined],
  ])("refuses a buyer an admin's %s %s", async (method, path, body) => {
    const { status, headers } = await callEdge(gateway.url, method, path, body, await bearer('buyer'));
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="admin"');
  });

  it('refuses what is over the limit of one client, says when to come back, and serves another all the while', async () => {
    const [admin, buyer] = [await bearer('admin'), await bearer('buyer')];
    const read = (headers: Record<string, string>) =>
      callEdge(gateway.url, 'GET', `/inventory/${product_id}`, undefined, headers);
    const answers = await Promise.all(Array.from({ length: 3 * PER_SECOND }, () => read(admin)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(PER_SECOND);
    for (const { headers, body } of refused) {
      expect(body.type).toBe('/problems/rate-limited');
      expect(headers.get('retry-after')).toBe('1');
      expect(headers.get('ratelimit-policy')).toBe(`"client";q=${PER_SECOND};w=1`);
      expect(headers.get('ratelimit')).toBe('"client";r=0;t=1');
    }
    expect((await read(buyer)).status).toBe(200);
  });
});

// Each of the three alone: apps/gateway/src/http/security/security.spec.ts.
it('a start in production that is open to everybody is refused: exit code 1, and what to do about each', async () => {
  const gateway = spawnProcess('apps/gateway/src/main', {
    NODE_ENV: 'production',
    AUTH: 'off',
    JWT_SECRET: '',
    RABBITMQ_URL: 'amqp://guest:guest@127.0.0.1:1',
    INVENTORY_GRPC_URL: '127.0.0.1:1',
  });
  try {
    expect(await gateway.ended).toBe(1);
    expect(gateway.complaints()).toMatch(
      /3 problem\(s\)\n {2}AUTH is off.*Set AUTH=on.*\n {2}JWT_SECRET is the development secret.*Set JWKS_URL.*\n {2}RABBITMQ_URL uses guest\/guest, a login that is public\. Give/,
    );
  } finally {
    // One that starts all the same would keep jest from ending.
    await gateway.stop();
  }
}, 60_000);
