import type { EndReason, OrderLine, RefundLine } from './order.js';

/** The version of `data` that this code writes. Every version that was ever written still folds. */
export const ORDER_EVENT_VERSION = 1;

/** What can happen to an order, with what is recorded of it. */
export interface OrderEventData {
  placed: { placed_by: string; customer_email?: string; traceparent?: string };
  reserved: { attempt: number; currency: string; total_cents: number; lines: OrderLine[]; expires_at: string };
  payment_pending: { payment_id: string };
  payment_authorised: { payment_id: string };
  payment_declined: { reason: string };
  payment_abandoned: { why: string };
  cancel_accepted: object;
  stock_confirmed: { sale_ids: string[] };
  reservation_lost: { state: string; reason: string };
  payment_captured: object;
  capture_refused: { reason: string };
  payment_voided: { refunded_cents: number; end?: 'rejected' | 'cancelled' };
  stock_released: { end: 'rejected' | 'cancelled'; reason: EndReason };
  stock_returned: object;
  refund_requested: { refund_id: string; lines: RefundLine[]; whole: boolean; cents: number; restock: boolean };
  refund_paid: { refund_id: string };
  refund_refused: { refund_id: string; reason: string };
  refund_completed: { refund_id: string; end: 'completed' | 'refunded' };
  late_money_found: { payment_id: string };
}

export type OrderEventType = keyof OrderEventData;

/** An event before it has a place in the history. */
export type NewOrderEvent = {
  [T in OrderEventType]: { type: T; data: OrderEventData[T] };
}[OrderEventType];

/** One line of the history of an order: append-only, the truth. */
export type OrderEvent = NewOrderEvent & {
  order_id: string;
  /** From 1, without gaps. */
  seq: number;
  version: number;
  /** RFC 3339. */
  at: string;
};
