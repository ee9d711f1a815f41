export type PaymentState = 'pending' | 'authorised' | 'declined' | 'captured' | 'voided';

/** One payment as the ledger keeps it. Never changed, only replaced: an answer that was given keeps what it said. */
export interface Payment {
  readonly paymentId: string;
  /** The caller's name for what is paid: the order. */
  readonly reference: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly state: PaymentState;
  readonly authorisedCents: number;
  readonly capturedCents: number;
  readonly refundedCents: number;
  /** Trace context of the call that made it: its webhooks carry it. */
  readonly traceparent?: string;
  /** Why it was declined, or lost its authorisation. */
  readonly reason?: string;
  /** The authorisation will have lapsed when it is captured. */
  readonly refusesCapture?: true;
  /** A pending payment is authorised then, milliseconds since 1970. */
  readonly settlesAt?: number;
  /** Lookups find nothing until it has settled. */
  readonly hidden?: true;
}

/** A payment as answers and webhooks show it. */
export function paymentBody(payment: Payment) {
  return {
    payment_id: payment.paymentId,
    reference: payment.reference,
    state: payment.state,
    amount_cents: payment.amountCents,
    currency: payment.currency,
    authorised_cents: payment.authorisedCents,
    captured_cents: payment.capturedCents,
    refunded_cents: payment.refundedCents,
    ...(payment.reason && { reason: payment.reason }),
  };
}

/** A payment as `GET /ledger` shows it. */
export function ledgerRow(payment: Payment) {
  return {
    payment_id: payment.paymentId,
    order_id: payment.reference,
    authorised_cents: payment.authorisedCents,
    captured_cents: payment.capturedCents,
    refunded_cents: payment.refundedCents,
    state: payment.state,
  };
}

/** A pending payment whose time has come. */
export function settled({ settlesAt: _at, hidden: _hidden, ...payment }: Payment): Payment {
  return { ...payment, state: 'authorised', authorisedCents: payment.amountCents };
}
