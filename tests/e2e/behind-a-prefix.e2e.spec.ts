// Real: Chromium, a reverse proxy in a process of its own that publishes a gateway of the running shop below a path.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type ServiceProcess, spawnGateway } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { CLONE } from '../../stack/folders.ts';
import { startChromium } from '../support/chromium.ts';
import { openShop } from '../support/open-shop.ts';
import { callEdge, type Shop } from '../support/shop.ts';

const PREFIX = '/shop/eu';

describe('the shop below a path of another server', () => {
  let shop: Shop;
  let browser: Browser;
  let gateway: ServiceProcess;
  const proxies: ChildProcess[] = [];
  beforeAll(async () => {
    shop = openShop();
    const { rabbitmq, inventory_grpc } = shop.endpoints;
    gateway = await spawnGateway(rabbitmq, [inventory_grpc], { TRUSTED_PROXIES: 'loopback' });
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    for (const proxy of proxies) proxy.kill();
    await gateway?.stop();
    await shop.close();
  }, 30_000);

  /** @returns the URL of the shop below the prefix */
  async function publish(target: string, ...header: string[]): Promise<string> {
    const script = join(CLONE, 'tests/support/prefix-proxy.ts');
    const proxy = spawn(process.execPath, [script, target, PREFIX, ...header], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    proxies.push(proxy);
    const [port] = await once(proxy.stdout, 'data');
    return `http://127.0.0.1:${String(port).trim()}${PREFIX}`;
  }

  /** Sells by Try it out and Execute, from the page that `/api` leads to. @returns status and headers as Swagger shows them */
  async function sellInSwagger(url: string): Promise<{ status: string; headers: string }> {
    const page = await browser.newPage();
    const answer = await page.goto(`${url}/api`);
    expect(answer?.status()).toBe(200);
    const operation = page.locator('.opblock').filter({ hasText: '/inventory/decrease' });
    await operation.locator('.opblock-summary').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    const product_id = await shop.createProduct(10);
    const order = JSON.stringify({ product_id, quantity: 1, order_id: shop.orderId('PREFIX') });
    await operation.locator('textarea.body-param__text').fill(order);
    await operation.getByRole('button', { name: 'Execute' }).click();
    const live = operation.locator('.live-responses-table .response').first();
    await live.waitFor();
    const status = (await live.locator('.response-col_status').first().innerText()).trim();
    const headers = await live.locator('.headerline, .microlight').allInnerTexts();
    await page.close();
    return { status, headers: headers.join('\n') };
  }

  it('sells from Swagger when the proxy names its prefix; links in answers lead through it', async () => {
    const url = await publish(gateway.url, 'header');
    const { status, headers } = await sellInSwagger(url);
    expect(status).toMatch(/^201/);
    expect(headers).toContain(`location: ${PREFIX}/sales/PREFIX`);
    const problem = await callEdge(url, 'GET', '/sales/nobody');
    expect(problem.body).toMatchObject({
      type: `${PREFIX}/problems/sale-not-found`,
      instance: `${PREFIX}/sales/nobody`,
    });
    const { body } = await callEdge(url, 'GET', '/api/openapi.json');
    expect(body.servers).toEqual([{ url: PREFIX, description: 'This gateway' }]);
  }, 60_000);

  it('sells from Swagger when nobody names the prefix', async () => {
    const { status } = await sellInSwagger(await publish(gateway.url));
    expect(status).toMatch(/^201/);
  }, 60_000);

  it('believes no prefix of a proxy that is not trusted', async () => {
    const url = await publish(shop.endpoints.gateway, 'header');
    expect((await callEdge(url, 'GET', '/sales/nobody')).body.type).toBe('/problems/sale-not-found');
    expect((await sellInSwagger(url)).status).toMatch(/^201/);
  }, 60_000);

  it('shows the live page, whose numbers come through the prefix', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${await publish(gateway.url)}/`);
    await page.waitForResponse((response) => response.url().includes('flow/stream'));
    expect(asked.filter((path) => !path.startsWith(PREFIX))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);
});
