import type { ReserveRequest } from '@app/contracts';

/** A basket that is held for five minutes. Each line: product and quantity. */
export const basket = (order_id: string, ...lines: [product_id: number, quantity: number][]): ReserveRequest => ({
  order_id,
  lines: lines.map(([product_id, quantity]) => ({ product_id, quantity })),
  ttl_seconds: 300,
  again: false,
});
