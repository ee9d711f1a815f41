// Real: an inventory and a gateway, processes of their own, with a proxy in their environment as companies set it.
import { eventually, spawnGateway } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type HttpProxy, startHttpProxy } from '../support/http-proxy.ts';
import { callEdge } from '../support/shop.ts';
import { type SalePath, startSalePath } from './sale-path.ts';

describe('a shop with HTTP_PROXY in its environment', () => {
  let shop: SalePath;
  let proxy: HttpProxy;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  const environment = () => ({
    ...Object.fromEntries(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, proxy.url])),
    NO_PROXY: '',
    no_proxy: '',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318',
    JWKS_URL: 'http://issuer.example/keys',
  });
  beforeAll(async () => {
    keys = await generateKeyPair('ES256');
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'ES256' }] });
    proxy = await startHttpProxy((path, response) => response.end(path === '/keys' ? jwks : undefined));
    shop = await startSalePath(environment());
  }, 60_000);
  afterAll(async () => {
    await shop?.close();
    await proxy.close();
  }, 60_000);

  const admin = async () => {
    const token = new SignJWT({ role: 'admin' }).setProtectedHeader({ alg: 'ES256' }).setSubject('admin');
    const claims = token.setIssuer('storefront').setAudience('storefront-api').setExpirationTime('1h');
    return { authorization: `Bearer ${await claims.sign(keys.privateKey)}` };
  };

  it('sells: what goes on between its parts never asks the proxy', async () => {
    const order = { product_id: await shop.addProduct(10), quantity: 1, order_id: 'PROXY-1' };
    expect((await callEdge(shop.gateway.url, 'POST', '/inventory/decrease', order)).status).toBe(201);
    expect(proxy.asked.filter((address) => !address.includes('.example'))).toEqual([]);
  });

  it('reaches the token issuer and the collector through the proxy', async () => {
    const product = { name: 'Mug', price_cents: 1, currency: 'USD', stock: 1 };
    expect((await callEdge(shop.gateway.url, 'POST', '/products', product, await admin())).status).toBe(201);
    expect(proxy.asked).toContain('issuer.example:80');
    await eventually(() => proxy.asked.includes('collector.example:4318'), { what: 'spans at the collector' });
  });

  it('goes around the proxy where NO_PROXY says so', async () => {
    const own = await spawnGateway(shop.broker, [shop.inventory.url], {
      ...environment(),
      NO_PROXY: 'issuer.example',
      no_proxy: 'issuer.example',
    });
    const before = proxy.asked.filter((address) => address.startsWith('issuer')).length;
    const { status } = await callEdge(own.url, 'POST', '/products', {}, await admin());
    await own.stop();
    expect(status).toBe(503);
    expect(proxy.asked.filter((address) => address.startsWith('issuer'))).toHaveLength(before);
  });
});
