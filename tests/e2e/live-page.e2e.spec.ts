// Real: Chromium, the running shop, its broker and its workers.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../support/chromium.ts';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let shop: Shop;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  shop = openShop();
  browser = await startChromium();
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${shop.endpoints.gateway}/`);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await shop.close();
});

const text = (id: string) => page.locator(`#${id}`).innerText();
const stateOf = (node: string) => page.locator(`#node-${node}`).getAttribute('data-state');
const until = (what: string, holds: () => Promise<boolean>, timeoutMs = 15_000) =>
  eventually(holds, { what, timeoutMs });

async function metric(name: string): Promise<number> {
  const { body } = await shop.call('GET', '/metrics');
  const line = String(body)
    .split('\n')
    .find((candidate) => candidate.startsWith(`${name}{`));
  return Number(line?.split(' ').at(-1));
}

describe('the live page', () => {
  it('is live, with every part up, and nothing in the console', async () => {
    await until('live', async () => (await text('status')) === 'live');
    for (const node of ['gateway', 'inventory', 'rabbitmq', 'analytics', 'notifications'])
      await until(`${node} up`, async () => (await stateOf(node)) === 'up');
    expect(complaints).toEqual([]);
  });

  it('sells one by a click and counts it as /metrics does', async () => {
    const before = await metric('gateway_sales_total');
    await page.getByRole('button', { name: 'Sell one' }).click();
    await until('the answer', async () => /sold, \d+ left/.test(await text('result')));
    await until('the count', async () => Number(await text('sales-total')) === before + 1);
    expect(await metric('gateway_sales_total')).toBe(before + 1);
  });

  it('sells 100 of 500 orders when there are 100', async () => {
    await page.getByRole('button', { name: 'Sell 500 of 100' }).click();
    await until('the end of the rush', async () => (await text('result')).startsWith('500 orders'), 30_000);
    expect(await text('result')).toBe('500 orders for 100 units: 100 sold, 400 refused.');
  }, 40_000);

  it('stops the broker and starts it again: sales go on, events wait and arrive', async () => {
    await page.getByRole('button', { name: 'Stop the broker' }).click();
    await until('a red broker', async () => (await stateOf('rabbitmq')) === 'down', 20_000);
    await page.getByRole('button', { name: 'Sell one' }).click();
    await until('a sale', async () => /sold, \d+ left/.test(await text('result')), 10_000);
    await until('a waiting event', async () => Number.parseInt(await text('outbox'), 10) >= 1);
    await page.getByRole('button', { name: 'Start the broker' }).click();
    await until('a green broker', async () => (await stateOf('rabbitmq')) === 'up', 60_000);
    await until('an empty outbox', async () => (await text('outbox')) === '0', 60_000);
  }, 180_000);

  it('turns a worker red when it ends, and green when it is back', async () => {
    await shop.stack('stop', 'analytics');
    await until('red', async () => (await stateOf('analytics')) === 'down');
    await shop.stack('start', 'analytics');
    await until('green', async () => (await stateOf('analytics')) === 'up', 20_000);
  }, 60_000);

  it('says that it lost the gateway, and is live again by itself after a restart', async () => {
    await shop.stack('stop', 'gateway');
    await until('not live', async () => (await page.locator('#status').getAttribute('data-live')) === 'no');
    await shop.stack('start', 'gateway');
    await until('live again', async () => (await text('status')) === 'live', 10_000);
  }, 60_000);

  it('shows the last orders to an admin only', async () => {
    const order_id = shop.orderId('<b>LIVE</b>');
    await shop.sell({ product_id: await shop.createProduct(1), quantity: 1, order_id });
    expect(await page.locator('#recent li').count()).toBe(0);
    await page.locator('#token').fill(await shop.token('admin'));
    await page.locator('#token').press('Tab');
    await until('the order', async () => (await page.locator('#recent').innerText()).includes(order_id), 10_000);
    await page.locator('#token').fill('');
    await page.locator('#token').press('Tab');
  }, 30_000);

  it.each(['light', 'dark'] as const)('has nothing that axe objects to (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    // The page's policy forbids foreign scripts, so the debugger runs this one.
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run()')) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

  it('fits a screen of 320 pixels', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBe(320);
    // One under the other: boxes that share a cell hide each other.
    const tops = (await page.evaluate(
      "[...document.querySelectorAll('.picture .node')].map((box) => box.getBoundingClientRect().top)",
    )) as number[];
    expect(new Set(tops).size).toBe(tops.length);
  });
});

describe('other clients at the root', () => {
  it.each(['/', '/flow'])('get the problem of an unknown path from %s', async (path) => {
    const { status, body } = await shop.call('GET', path, undefined, { accept: 'application/json' });
    expect([status, body.type]).toEqual([404, '/problems/not-found']);
  });
});

describe('the stream', () => {
  it('refuses the viewer beyond 200 politely, and a sale is none the worse', async () => {
    const streams: AbortController[] = [];
    const open = async () => {
      const abort = new AbortController();
      streams.push(abort);
      return fetch(`${shop.endpoints.gateway}/flow/stream`, { signal: abort.signal });
    };
    const answers = await Promise.all(Array.from({ length: 230 }, open));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThanOrEqual(30);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    const sale = await shop.sell({ product_id: await shop.createProduct(1), quantity: 1, order_id: shop.orderId() });
    expect(sale.status).toBe(201);
    for (const abort of streams) abort.abort();
    await until('room again', async () => (await metric('gateway_flow_viewers')) < 200);
  }, 30_000);

  it('does not care what Last-Event-ID says', async () => {
    const abort = new AbortController();
    const headers = { 'last-event-id': '<script>\u00e9'.slice(0, 8) };
    const { status } = await fetch(`${shop.endpoints.gateway}/flow/stream`, { headers, signal: abort.signal });
    abort.abort();
    expect(status).toBe(200);
  });
});
