// Real: the whole gateway over HTTP and gRPC. Inventory is a double; no broker is there, which does not matter to a sale.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startGateway } from '../../test/running-gateway.js';

const order = { product_id: 1, quantity: 2, order_id: 'ORD-2024-001' };
const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a sale over HTTP', () => {
  let gateway: RunningGateway;

  beforeAll(async () => {
    process.env.LOG_LEVEL = 'silent';
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const counted = async () => {
    const metrics = await (await gateway.get('/metrics')).text();
    return Number(/^gateway_sales_total\{.*\} (\d+)$/m.exec(metrics)?.[1]);
  };

  it('is created once, replayed byte for byte, and read again under its location', async () => {
    const first = await gateway.sell(order);
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe('/sales/ORD-2024-001');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    const body = await first.text();
    expect(JSON.parse(body)).toEqual({
      success: true,
      sale_id: expect.any(String),
      ...order,
      product_name: 'Laptop Gamer',
      unit_price_cents: 149_900,
      total_cents: 299_800,
      currency: 'USD',
      current_stock: 98,
      occurred_at: expect.any(String),
      message: 'Sale recorded',
    });

    await gateway.sell({ ...order, order_id: 'in-between' });
    const again = await gateway.sell(order);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.text()).toBe(body);

    const read = await gateway.get('/sales/ORD-2024-001');
    expect(read.status).toBe(200);
    expect(await read.text()).toBe(body);
  });

  it('may have any printable order_id: its location leads back to it', async () => {
    const order_id = 'a/b?c#%2F~"&+';
    const sold = await gateway.sell({ ...order, order_id });
    const read = await gateway.get(String(sold.headers.get('location')));
    expect(read.status).toBe(200);
    expect((await read.json()) as object).toMatchObject({ order_id });
    const longest = await gateway.sell({ ...order, order_id: '%'.repeat(64) });
    expect((await gateway.get(String(longest.headers.get('location')))).status).toBe(200);
  });

  it('says 0 when the last unit is sold, and that it was a success', async () => {
    gateway.inventory.stock = 2;
    const body = await (await gateway.sell({ ...order, order_id: 'last' })).json();
    expect(body).toMatchObject({ success: true, current_stock: 0 });
    const stock = await (await gateway.get('/inventory/1')).json();
    expect(stock).toMatchObject({ product_id: 1, current_stock: 0 });
    gateway.inventory.stock = 100;
  });

  it('is counted once, whatever is replayed or refused', async () => {
    const before = await counted();
    await gateway.sell({ ...order, order_id: 'counted' });
    await gateway.sell({ ...order, order_id: 'counted' });
    await gateway.sell({ ...order, order_id: 'too-many', quantity: 1_000 });
    await gateway.sell({ ...order, order_id: 'wrong', quantity: 0 });
    expect(await counted()).toBe(before + 1);
  });

  it('hands the trace of its request to inventory', async () => {
    const sold = await gateway.sell({ ...order, order_id: 'traced' }, { traceparent: CALLER });
    const answered = sold.headers.get('traceparent');
    expect(answered?.split('-')[1]).toBe(CALLER.split('-')[1]);
    expect(gateway.inventory.batches.at(-1)?.[0]?.traceparent).toBe(answered);
  });

  it('leaves no answer about stock to a cache', async () => {
    const sold = await gateway.sell({ ...order, order_id: 'cached' });
    expect(sold.headers.get('cache-control')).toBe('no-store');
    const stock = await gateway.get('/inventory/1');
    expect(stock.headers.get('cache-control')).toBe('no-cache');
    const etag = String(stock.headers.get('etag'));
    const same = await gateway.get('/inventory/1', { 'if-none-match': etag });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    await gateway.sell({ ...order, order_id: 'changes-it' });
    expect((await gateway.get('/inventory/1', { 'if-none-match': etag })).status).toBe(200);
    const list = await gateway.get('/products');
    const listTag = String(list.headers.get('etag'));
    expect((await gateway.get('/products', { 'if-none-match': `W/${listTag}` })).status).toBe(304);
  });
});
