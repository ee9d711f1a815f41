/** One product of a basket, validated. */
export interface BasketLine {
  product_id: number;
  quantity: number;
}

/** What is asked for when a basket is reserved, validated. */
export interface ReserveRequest {
  order_id: string;
  /** Each product once. */
  lines: BasketLine[];
  ttl_seconds: number;
  expected_total_cents: number | null;
  /** Reopens an expired reservation. */
  again: boolean;
  customer_email: string | null;
}

/** Which attempt of which order is meant. */
export interface AttemptRequest {
  order_id: string;
  attempt: number;
}

/** Gives units back. `reason` is kept with the reservation. */
export interface ReleaseRequest extends AttemptRequest {
  reason: string;
}

/** Units of an order that come back, validated: each line once. */
export interface ReturnRequest {
  return_id: string;
  order_id: string;
  lines: { line: number; quantity: number }[];
}

/** `pending` until one of the others, exactly once for each attempt. */
export type ReservationState = 'pending' | 'confirmed' | 'released' | 'expired';

/** One product that is held, at the price of the moment in which it was reserved. */
export interface ReservedLine {
  /** From 1. */
  line: number;
  product_id: number;
  product_name: string;
  quantity: number;
  unit_price_cents: number;
  /** Units that came back after the sale. */
  returned: number;
}

/** A reservation as it is stored. */
export interface Reservation {
  order_id: string;
  /** Fences: who names an earlier attempt changes nothing. */
  attempt: number;
  state: ReservationState;
  reason: string | null;
  currency: string;
  total_cents: number;
  customer_email: string | null;
  /** RFC 3339, by the database's clock. */
  expires_at: string;
  settled_at: string | null;
  traceparent: string | null;
  lines: ReservedLine[];
}

/** One line of a return as it is stored. */
export interface RecordedReturn {
  return_id: string;
  line: number;
  order_id: string;
  product_id: number;
  product_name: string;
  quantity: number;
  unit_price_cents: number;
  currency: string;
  /** What could be sold right after this return. */
  stock_after: number;
  product_version: number;
  /** uuid v7. */
  event_id: string;
  occurred_at: string;
}
