import type { Order, OrderLine, Payment, Refund } from './order.js';

/** Columns of `orders` that are the fold of its history. */
export interface OrderRow {
  order_id: string;
  placed_by: string;
  state: Order['state'];
  reason: Order['reason'] | null;
  seq: number;
  attempt: number;
  currency: string;
  total_cents: number;
  refunded_cents: number;
  customer_email: string | null;
  lines: OrderLine[];
  refunds: Refund[];
  payment_state: Payment['state'];
  payment_id: string | null;
  expires_at: Date;
  traceparent: string | null;
  placed_at: Date;
  completed_at: Date | null;
  ended_at: Date | null;
}

/** The order in a row. */
export const orderOf = (row: OrderRow): Order => ({
  order_id: row.order_id,
  placed_by: row.placed_by,
  customer_email: row.customer_email ?? undefined,
  traceparent: row.traceparent ?? undefined,
  state: row.state,
  reason: row.reason ?? undefined,
  seq: row.seq,
  attempt: row.attempt,
  currency: row.currency,
  total_cents: row.total_cents,
  refunded_cents: row.refunded_cents,
  lines: row.lines,
  payment: { state: row.payment_state, payment_id: row.payment_id ?? undefined },
  refunds: row.refunds,
  expires_at: row.expires_at.toISOString(),
  placed_at: row.placed_at.toISOString(),
  completed_at: row.completed_at?.toISOString(),
  ended_at: row.ended_at?.toISOString(),
});

/** The row of an order, as JSON. */
export const rowOf = ({ payment, ...order }: Order) => ({
  ...order,
  payment_state: payment.state,
  payment_id: payment.payment_id,
});
