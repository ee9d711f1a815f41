// Real: Chromium, the running shop, its broker and its workers.
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../support/chromium.ts';
import { HOSTILE_ORDER_IDS } from '../support/hostile-order-ids.ts';
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
  // Without a graphics card an arrow that moves costs more than the shop behind it.
  page = await browser.newPage({ reducedMotion: 'reduce' });
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

  it('moves the arrows to orders and to the payment service while an order passes, and rests afterwards', async () => {
    const moving = (arrow: string) => page.locator(`#${arrow}`).getAttribute('data-moving');
    const lines = [{ product_id: await shop.createProduct(1), quantity: 1 }];
    for (const arrow of ['a9', 'a10']) await until(`${arrow} at rest`, async () => (await moving(arrow)) === 'no');
    await shop.call('POST', '/orders', { order_id: shop.orderId('LIVE'), lines, payment_token: 'tok_ok' });
    for (const arrow of ['a9', 'a10']) await until(`${arrow} moving`, async () => (await moving(arrow)) === 'yes');
    for (const arrow of ['a9', 'a10']) await until(`${arrow} at rest`, async () => (await moving(arrow)) === 'no');
  }, 60_000);

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

  describe('by the keyboard alone', () => {
    const dialog = () => page.locator('#dialog');
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.id || document.activeElement.textContent');
    /** Presses Tab until what has the focus has this id, or says this. */
    const tabTo = async (what: string) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        if ((await focused()).includes(what)) return;
      }
      throw new Error(`Tab does not lead to ${what}`);
    };
    const closeDialog = async () => {
      await page.keyboard.press('Escape');
      await until('no dialog', async () => !(await dialog().isVisible()));
    };

    it('a box tells how it is', async () => {
      await tabTo('node-orders');
      await page.keyboard.press('Enter');
      await until('its state', async () => /Orders[\s\S]*up: connected/.test(await dialog().innerText()));
      await closeDialog();
    });

    it('an order tells its story, and the focus stays on it while others are sold', async () => {
      const product_id = await shop.createProduct(5);
      const [first, second] = [shop.orderId('KEYS'), shop.orderId('KEYS')];
      await shop.sell({ product_id, quantity: 1, order_id: first });
      await tabTo('token');
      await page.keyboard.type(await shop.token('admin'));
      await page.keyboard.press('Tab');
      const listed = async (id: string) => (await page.locator('#recent').innerText()).includes(id);
      await until('the order', () => listed(first));
      await tabTo(first);
      await shop.sell({ product_id, quantity: 1, order_id: second });
      await until('the other', () => listed(second));
      await page.keyboard.press('Enter');
      await until('its story', async () => new RegExp(`${first}[\\s\\S]*decided`).test(await dialog().innerText()));
      await closeDialog();
    }, 30_000);
  });

  // Nothing that is typed becomes a part of the page, and every answer is a sentence.
  it.each(HOSTILE_ORDER_IDS)('tells of the order %j that there is none', async (id) => {
    await page.locator('#token').fill(await shop.token('admin'));
    await page.locator('#order').fill(id);
    await page.locator('#order').press('Enter');
    const typed = await page.locator('#order').inputValue();
    await until('an answer', async () => (await page.locator('#dialog-title').textContent()) === typed.trim());
    expect(await page.locator('#dialog-title *, #dialog-body p *').count()).toBe(0);
    expect(await page.locator('#dialog-body').innerText()).not.toMatch(/^$|undefined|trace|answered/);
    await page.keyboard.press('Escape');
  });

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
  it('refuses every viewer beyond 200 politely, when 500 come at once, and a sale is none the worse', async () => {
    const product_id = await shop.createProduct(1);
    const leave = new AbortController();
    setMaxListeners(0, leave.signal);
    const open = () => fetch(`${shop.endpoints.gateway}/flow/stream`, { signal: leave.signal });
    const answers = await Promise.all(Array.from({ length: 500 }, open));
    const refused = answers.filter(({ status }) => status === 503);
    // The page of this spec looks as well.
    expect(answers.length - refused.length).toBeLessThanOrEqual(200);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(198);
    for (const { headers } of refused) expect(headers.get('retry-after')).toBe('1');
    expect(await refused[0]?.json()).toMatchObject({ type: '/problems/overloaded', status: 503 });
    expect((await shop.sell({ product_id, quantity: 1, order_id: shop.orderId() })).status).toBe(201);
    leave.abort();
    await until('room again', async () => (await metric('gateway_flow_viewers')) < 200);
  }, 30_000);

  it.each(['<script>alert(1)</script>', '-1', '9'.repeat(4_000), '\u00e9\u00ff', '../../etc/passwd', '{"$gt":0}'])(
    'does not care that Last-Event-ID is %s: it begins with this moment',
    async (id) => {
      const abort = new AbortController();
      const headers = { 'last-event-id': id };
      const answer = await fetch(`${shop.endpoints.gateway}/flow/stream`, { headers, signal: abort.signal });
      expect(answer.status).toBe(200);
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let said = '';
      while (!/^data: .*\n\n/m.test(said)) said += (await reader?.read())?.value ?? '';
      // Between the two there may be a sign of life: it comes every second to every viewer.
      expect(said).toMatch(/^retry: 1000\n\n(?:: still here\n\n)?data: \{"sales":/);
      abort.abort();
    },
  );
});
