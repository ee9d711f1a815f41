// Real: an inventory, a gateway, and a collector that keeps what they export.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Collector, startCollector } from '../support/collector.ts';
import { type Answer, callEdge } from '../support/shop.ts';
import { type SalePath, startSalePath } from './sale-path.ts';

let shop: SalePath;
let collector: Collector;
let order: { product_id: number; quantity: number; order_id: string };
let sold: Answer;
beforeAll(async () => {
  collector = await startCollector();
  shop = await startSalePath({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  order = { product_id: await shop.addProduct(1), quantity: 1, order_id: 'TRACE-1' };
  // One after the other, so that the second finds nothing left; both are exported together some seconds later.
  sold = await sell(order);
  await sell({ ...order, order_id: 'TRACE-2' });
}, 60_000);
afterAll(async () => {
  await shop?.close();
  collector.close();
}, 60_000);

const sell = (body: object) => callEdge(shop.gateway.url, 'POST', '/inventory/decrease', body);

it('the spans of a sale carry its order id, its product and what came of it', async () => {
  expect(sold.status).toBe(201);
  const found = (name: string) =>
    collector.spans.find((span) => span.name === name && span.attributes['shop.order_id'] === order.order_id);
  const sale = { 'shop.order_id': order.order_id, 'shop.product_id': order.product_id, 'shop.quantity': 1 };
  const decided = await eventually(() => found('decrease_stock'), { timeoutMs: 15_000, what: 'the span of inventory' });
  expect(decided.attributes).toEqual({ ...sale, 'shop.outcome': 'sold' });
  const request = await eventually(() => found('POST /inventory/decrease'), {
    timeoutMs: 15_000,
    what: 'the span of the gateway',
  });
  expect(request.attributes).toEqual({
    ...sale,
    'http.request.method': 'POST',
    'http.route': '/inventory/decrease',
    'http.response.status_code': 201,
    'url.path': '/inventory/decrease',
  });
  const published = await eventually(
    () => collector.spans.find(({ name, traceId }) => name === 'publish product_sold' && traceId === request.traceId),
    { timeoutMs: 15_000, what: 'the span of the event' },
  );
  expect(published.attributes).toEqual({
    'messaging.system': 'rabbitmq',
    'messaging.operation.type': 'send',
    'messaging.destination.name': 'shop.events',
    'messaging.rabbitmq.destination.routing_key': 'product_sold',
    'messaging.message.id': sold.body.sale_id,
  });
}, 60_000);

it('spans are exported many at a time', () => {
  expect(Math.max(...collector.batches)).toBeGreaterThan(1);
});

it('a refusal says why', async () => {
  const refused = () => collector.spans.find((span) => span.attributes['shop.outcome'] === 'insufficient-stock');
  const span = await eventually(refused, { timeoutMs: 15_000, what: 'the span of the refusal' });
  expect(span.attributes['shop.order_id']).toBe('TRACE-2');
}, 60_000);
