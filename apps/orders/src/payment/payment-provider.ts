/** What became of one call that moves money. */
export type PaymentOutcome =
  | { kind: 'authorised' | 'captured' | 'voided' | 'refunded'; paymentId: string }
  /** A definite no: nothing was charged by this call, and repeating it changes nothing. */
  | { kind: 'declined'; reason: string }
  /** Taken, not decided: the outcome comes by webhook or lookup. */
  | { kind: 'pending'; paymentId: string }
  /** It may have happened or not (time out, broken connection, 5xx): repeat the same key, or look up. */
  | { kind: 'unknown'; reason: string };

/** What the payment service knows about one reference. */
export type PaymentLookup =
  /** No evidence that nothing was charged: a call may still be under way. */
  | { found: false }
  | {
      found: true;
      paymentId: string;
      state: 'pending' | 'authorised' | 'declined' | 'captured' | 'voided';
      authorisedCents: number;
      capturedCents: number;
      refundedCents: number;
    }
  | { kind: 'unknown'; reason: string };

/** Injection token of the `PaymentProvider`. */
export const PAYMENT_PROVIDER = Symbol('payment provider');

/**
 * Who moves the money. Amounts are minor units of `currency`. A `key` names one intention: repeated with the same parameters
 * it has one effect and one answer. No method throws: a failure is an outcome.
 */
export interface PaymentProvider {
  /** `reference` is the order: `lookup` searches by it. */
  authorise(call: {
    key: string;
    reference: string;
    amountCents: number;
    currency: string;
    token: string;
    traceparent?: string;
  }): Promise<PaymentOutcome>;
  /** `declined`: refused for good. */
  capture(call: { key: string; paymentId: string; amountCents: number; traceparent?: string }): Promise<PaymentOutcome>;
  /** `captured`: too late, the money has moved. */
  void(call: { key: string; paymentId: string; traceparent?: string }): Promise<PaymentOutcome>;
  refund(call: { key: string; paymentId: string; amountCents: number; traceparent?: string }): Promise<PaymentOutcome>;
  lookup(reference: string): Promise<PaymentLookup>;
}
