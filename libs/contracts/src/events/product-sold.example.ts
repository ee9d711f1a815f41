import type { ProductSold } from './product-sold.js';

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
