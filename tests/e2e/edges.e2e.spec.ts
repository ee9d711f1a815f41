// Real: every process of the shop and the payment service. The spans are those that the services keep.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ARROWS, type SpanName } from '../../docs/arrows.ts';
import { openShop } from '../support/open-shop.ts';
import type { Shop, Span } from '../support/shop.ts';

const CALLER = 'b7ad6b7169203331';
const newTrace = () => crypto.randomUUID().replaceAll('-', '');
const client = (trace_id: string): Span => ({
  service: 'client',
  name: 'request',
  trace_id,
  span_id: CALLER,
  parent_span_id: '',
  links: [],
});

let shop: Shop;
const spans: Span[] = [];
/** Of a sale, and of an order that is paid by a payment of which a webhook tells. */
let traces: { sale: string; order: string };
let order_id: string;

beforeAll(async () => {
  shop = openShop();
  const product_id = await shop.createProduct(1_000);
  traces = { sale: newTrace(), order: newTrace() };
  const caused = (trace: string) => ({ traceparent: `00-${trace}-${CALLER}-01` });
  const sale = { product_id, quantity: 1, order_id: shop.orderId('EDGE') };
  expect((await shop.call('POST', '/inventory/decrease', sale, caused(traces.sale))).status).toBe(201);
  order_id = shop.orderId('EDGE');
  const order = { order_id, lines: [{ product_id, quantity: 1 }], payment_token: 'tok_webhook_only' };
  const placed = await shop.call('POST', '/orders', order, caused(traces.order));
  expect([201, 202]).toContain(placed.status);
}, 60_000);
afterAll(() => shop.close());

const readAll = async () => {
  const all = await Promise.all([traces.sale, traces.order].map((trace) => shop.spansOf(trace)));
  spans.splice(0, spans.length, client(traces.sale), ...all.flat());
};

const named = (name: SpanName) => spans.filter((span) => `${span.service}: ${span.name}` === name);
const proven = ([cause, by, effect]: readonly [SpanName, 'parent' | 'link', SpanName]) =>
  named(cause).some((first) =>
    named(effect).some((second) =>
      by === 'parent'
        ? second.parent_span_id === first.span_id && second.trace_id === first.trace_id
        : second.links.includes(first.span_id),
    ),
  );

describe('every arrow of docs/architecture.md is there on real spans', () => {
  it.each(ARROWS)(
    '$from → $to: $what',
    async ({ seen }) => {
      await eventually(
        async () => {
          await readAll();
          return proven(seen);
        },
        { timeoutMs: 20_000, everyMs: 250, what: seen.join(' ') },
      );
    },
    30_000,
  );
});

it('every step of an order is in its trace, also those of an hour later', async () => {
  const refund = { refund_id: shop.orderId('R'), restock: true };
  const asked = await shop.call('POST', `/orders/${order_id}/refund`, refund, await shop.asAdmin());
  expect(asked.status).toBe(201);
  const later = [
    'orders: order_authorise',
    'orders: order_confirm',
    'orders: order_capture',
    'orders: order_refund',
    'orders: order_restock',
    'inventory: return_stock',
    'orders: publish order_refunded',
    'analytics: process order_refunded',
    'notifications: process order_refunded',
    // Asked for in a trace of its own, with a link to this one.
    'orders: refund_order',
  ];
  await eventually(
    async () => {
      await readAll();
      const missing = later.filter((name) => named(name as SpanName).length === 0);
      if (missing.length > 0) throw new Error(missing.join(', '));
      return true;
    },
    { timeoutMs: 20_000, everyMs: 250 },
  );
}, 40_000);
