// Real: Chromium, the running shop.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startChromium } from '../support/chromium.ts';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';

describe('a stranger sells a laptop from Swagger', () => {
  let shop: Shop;
  let browser: Browser;
  beforeAll(async () => {
    shop = openShop();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await shop.close();
  });

  it('by Try it out and Execute with the example as it stands; document, counters and mail follow', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const traces: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') traces.push(request.headers().traceparent);
    });
    await page.goto(`${shop.endpoints.gateway}/api`);
    expect(page.url()).toMatch(/\/api\/docs\/?$/);

    const operation = page.locator('.opblock').filter({ hasText: '/inventory/decrease' });
    await operation.locator('.opblock-summary').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const live = operation.locator('.live-responses-table .response').first();
    await live.waitFor();
    const status = (await live.locator('.response-col_status').first().innerText()).trim();
    expect(status).toMatch(/^20[01]/);
    // Each call is a trace of its own: Swagger UI sends what a document gives as an example.
    expect(traces).toEqual([undefined]);
    expect(complaints).toEqual([]);

    const order_id = 'ORD-2024-001';
    const sales = shop.analytics.collection<{ _id: string; event_id: string }>('sales_events');
    const { event_id } = await eventually(async () => (await sales.findOne({ order_id })) ?? false, {
      what: 'the document',
    });
    // Other specs and earlier runs sell the example, too: the log has their mails.
    const mails = () => shop.logLines('notifications', '[EMAIL]', event_id);
    await eventually(async () => (await mails()).length === 1, { what: 'the mail' });
    // The broker's management counts some seconds late: right after a start it has seen no consumer.
    for (const queue of ['analytics.product_sold', 'notifications.product_sold'])
      await eventually(async () => (await shop.queue(queue)).consumers === 1, { what: `the consumer of ${queue}` });
    const bindings: { routing_key: string }[] = await shop.broker('GET', '/exchanges/%2F/shop.events/bindings/source');
    expect(bindings.map(({ routing_key }) => routing_key)).toContain('product_sold');
  });
});
