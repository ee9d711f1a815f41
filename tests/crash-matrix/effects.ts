import type { OrderEnd } from '../../apps/orders/src/order/order.ts';
import type { Effect } from '../../apps/orders/src/process/process-table.ts';

/** Whom an effect asks, by the name of the call that a relay can hold. */
export type Arbiter =
  | { callee: 'inventory'; method: string }
  | { callee: 'payment-simulator'; operation: 'authorise' | 'capture' | 'void' | 'refund' | 'lookup' };

/** How an order comes to an effect, and where it has to end. */
export interface EffectRow {
  asks: Arbiter;
  token: string;
  /** What the shopper, the owner or the payment service does beside placing the order. */
  next?: 'cancel' | 'refund' | 'late-money';
  ends: OrderEnd[];
}

/** `reserve` comes before the process begins: there is no order yet. */
export type MatrixEffect = Effect | 'reserve';

/** Each effect of the process. One that is forgotten here does not compile. */
export const EFFECT_ROWS: Record<MatrixEffect, EffectRow> = {
  reserve: { asks: inventory('ReserveBatch'), token: 'tok_ok', ends: ['completed'] },
  authorise: { asks: payments('authorise'), token: 'tok_ok', ends: ['completed'] },
  confirm: { asks: inventory('ConfirmBatch'), token: 'tok_ok', ends: ['completed'] },
  capture: { asks: payments('capture'), token: 'tok_ok', ends: ['completed'] },
  // A payment that is pending leaves time to cancel; a cancel that comes too late is refused.
  void: { asks: payments('void'), token: 'tok_webhook_only', next: 'cancel', ends: ['cancelled', 'completed'] },
  release: { asks: inventory('ReleaseBatch'), token: 'tok_declined', ends: ['rejected'] },
  return: { asks: inventory('ReturnBatch'), token: 'tok_capture_refused', ends: ['rejected', 'cancelled'] },
  refund: { asks: payments('refund'), token: 'tok_ok', next: 'refund', ends: ['refunded'] },
  restock: { asks: inventory('ReturnBatch'), token: 'tok_ok', next: 'refund', ends: ['refunded'] },
  audit: { asks: payments('lookup'), token: 'tok_declined', next: 'late-money', ends: ['rejected'] },
};

function inventory(method: string): Arbiter {
  return { callee: 'inventory', method };
}

function payments(operation: Extract<Arbiter, { callee: 'payment-simulator' }>['operation']): Arbiter {
  return { callee: 'payment-simulator', operation };
}
