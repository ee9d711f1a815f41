/** Where an order stands. The first group goes on by itself, the second is an end. */
export const ORDER_STATES = [
  'reserved',
  'authorised',
  'confirmed',
  'voiding',
  'releasing',
  'returning',
  'withdrawing',
  'completed',
  'rejected',
  'cancelled',
  'refunded',
] as const;

export type OrderState = (typeof ORDER_STATES)[number];

/** Final states: units and money are settled. */
export const ENDS = ['completed', 'rejected', 'cancelled', 'refunded'] as const satisfies OrderState[];

export type OrderEnd = (typeof ENDS)[number];

export const isEnd = (state: OrderState): state is OrderEnd => (ENDS as readonly string[]).includes(state);

/** Why an order was rejected or cancelled. */
export type EndReason = 'declined' | 'expired' | 'cancelled' | 'capture-refused';

/** What was bought, at the price that was reserved. */
export interface OrderLine {
  /** From 1. */
  line: number;
  product_id: number;
  product_name: string;
  quantity: number;
  unit_price_cents: number;
  total_cents: number;
}

export interface RefundLine {
  line: number;
  quantity: number;
}

/** Asked for, then paid back, then (with `restock`) returned to stock; or refused by the payment service. */
export interface Refund {
  refund_id: string;
  /** What was asked for, whether by line or in full. */
  lines: RefundLine[];
  /** The request named no lines: everything that was left then. */
  whole: boolean;
  cents: number;
  restock: boolean;
  state: 'requested' | 'paid' | 'done' | 'refused';
}

/** What is known about the money. Evidence lies with the payment service; this is what it said last. */
export interface Payment {
  state: 'unknown' | 'pending' | 'authorised' | 'declined' | 'captured' | 'voided';
  payment_id: string | undefined;
}

/** One order: the fold of its history. */
export interface Order {
  order_id: string;
  placed_by: string;
  customer_email: string | undefined;
  traceparent: string | undefined;
  state: OrderState;
  reason: EndReason | undefined;
  /** Number of the last event. */
  seq: number;
  /** Of the reservation: fences confirm and release, and is part of every payment key. */
  attempt: number;
  currency: string;
  total_cents: number;
  refunded_cents: number;
  lines: OrderLine[];
  payment: Payment;
  refunds: Refund[];
  expires_at: string;
  placed_at: string;
  completed_at: string | undefined;
  /** When it first came to an end. */
  ended_at: string | undefined;
}

/** Units of a line for which money was given back or is being given back. */
export function refundedQuantity({ refunds }: Pick<Order, 'refunds'>, line: number): number {
  return refunds
    .filter(({ state }) => state !== 'refused')
    .flatMap(({ lines }) => lines)
    .filter((one) => one.line === line)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}
