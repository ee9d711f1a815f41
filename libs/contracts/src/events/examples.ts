import type { EventMap, OrderCompleted, ProductSold } from './events.js';

/** The event of the README's first sale: two laptops. */
export const productSoldExample: ProductSold = {
  event_id: '0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11',
  type: 'product_sold',
  version: 1,
  occurred_at: '2024-07-12T09:26:53.589Z',
  order_id: 'ORD-2024-001',
  product_id: 1,
  product_name: 'Laptop Gamer',
  quantity: 2,
  unit_price_cents: 149_900,
  total_cents: 299_800,
  currency: 'USD',
  stock_after: 98,
  product_version: 2,
};

const LINES: OrderCompleted['lines'] = [
  {
    line: 1,
    product_id: 1,
    product_name: 'Laptop Gamer',
    quantity: 1,
    unit_price_cents: 149_900,
    total_cents: 149_900,
  },
  { line: 2, product_id: 2, product_name: 'Mouse Wireless', quantity: 2, unit_price_cents: 2_990, total_cents: 5_980 },
];
const ORDER = {
  version: 1,
  order_id: 'ORD-2024-002',
  lines: LINES,
  currency: 'USD',
  total_cents: 155_880,
  placed_at: '2024-07-12T10:00:00.120Z',
} as const;

/** One valid event of each type. */
export const eventExamples: EventMap = {
  product_sold: productSoldExample,
  stock_returned: {
    event_id: '0190a5d8-13c2-7b0e-8a54-6f1c2e9d7a02',
    type: 'stock_returned',
    version: 1,
    occurred_at: '2024-07-13T08:15:00.400Z',
    return_id: 'REF-2024-001',
    order_id: 'ORD-2024-002',
    line: 2,
    product_id: 2,
    product_name: 'Mouse Wireless',
    quantity: 1,
    unit_price_cents: 2_990,
    currency: 'USD',
    stock_after: 49,
    product_version: 5,
  },
  stock_low: {
    event_id: '0190a5c1-0f00-7d11-9b0a-52a6c1f0e903',
    type: 'stock_low',
    version: 1,
    occurred_at: '2024-07-12T18:30:00.000Z',
    product_id: 2,
    product_name: 'Mouse Wireless',
    stock: 5,
    threshold: 5,
    product_version: 4,
  },
  order_completed: {
    ...ORDER,
    event_id: '0190a5d3-40aa-7c55-a1f4-93b2d8e71604',
    type: 'order_completed',
    occurred_at: '2024-07-12T10:00:00.310Z',
    completed_at: '2024-07-12T10:00:00.310Z',
    customer_email: 'ada@example.org',
  },
  order_rejected: {
    ...ORDER,
    event_id: '0190a5d3-51bb-7e66-b2a5-a4c3e9f82705',
    type: 'order_rejected',
    occurred_at: '2024-07-12T10:00:00.290Z',
    reason: 'payment-declined',
  },
  order_cancelled: {
    ...ORDER,
    event_id: '0190a5d3-62cc-7f77-83b6-b5d4f0a93806',
    type: 'order_cancelled',
    occurred_at: '2024-07-12T10:01:10.000Z',
    reason: 'cancelled',
  },
  order_refunded: {
    event_id: '0190a5d8-73dd-7088-94c7-c6e501ba4907',
    type: 'order_refunded',
    version: 1,
    occurred_at: '2024-07-13T08:15:00.100Z',
    order_id: 'ORD-2024-002',
    refund_id: 'REF-2024-001',
    lines: [{ line: 2, product_id: 2, product_name: 'Mouse Wireless', quantity: 1, refunded_cents: 2_990 }],
    currency: 'USD',
    refunded_cents: 2_990,
    refunded_total_cents: 2_990,
    restock: true,
    customer_email: 'ada@example.org',
  },
};
