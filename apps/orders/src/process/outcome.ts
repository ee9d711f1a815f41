/** How an effect went, as the process sees it: one for each row of the table, or not known. */
export type Outcome =
  | { effect: 'authorise'; outcome: 'authorised' | 'pending'; payment_id: string }
  | { effect: 'authorise'; outcome: 'declined'; reason: string }
  | { effect: 'authorise'; outcome: 'too-late' }
  | { effect: 'confirm'; outcome: 'confirmed'; sale_ids: string[] }
  | { effect: 'confirm'; outcome: 'lost'; reservation: SettledReservation }
  | { effect: 'capture'; outcome: 'captured' }
  | { effect: 'capture'; outcome: 'refused'; reason: string }
  | { effect: 'void'; outcome: 'voided'; refunded_cents: number }
  | { effect: 'release'; outcome: 'released'; reservation: SettledReservation }
  | { effect: 'return'; outcome: 'returned' }
  | { effect: 'refund'; outcome: 'refunded'; refund_id: string }
  | { effect: 'refund'; outcome: 'refused'; refund_id: string; reason: string }
  | { effect: 'restock'; outcome: 'restocked'; refund_id: string }
  | { effect: 'audit'; outcome: 'money-held'; payment_id: string }
  | { effect: 'audit'; outcome: 'clean' }
  | Unknown;

/** It may have happened or not: the same effect with the same key finds out. */
export interface Unknown {
  effect: 'unknown';
  outcome: 'unknown';
  reason: string;
  /** Nothing is wrong, it just takes its time. */
  patient?: boolean;
}

/** A reservation that can no longer be confirmed. */
export interface SettledReservation {
  state: 'released' | 'expired' | 'not-found';
  /** Why it was released, as its caller said. */
  reason: string;
}

export const unknown = (reason: string): Unknown => ({ effect: 'unknown', outcome: 'unknown', reason });
