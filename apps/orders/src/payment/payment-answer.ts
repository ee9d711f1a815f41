import type { PaymentLookup } from './payment-provider.js';

/** A payment as the payment service writes it, in answers and in webhooks. */
export interface ProviderPayment {
  paymentId: string;
  reference: string;
  state: 'pending' | 'authorised' | 'declined' | 'captured' | 'voided';
  authorisedCents: number;
  capturedCents: number;
  refundedCents: number;
}

const STATES = ['pending', 'authorised', 'declined', 'captured', 'voided'];

/** Undefined for anything that is not a payment: it came over a wire. */
export function paymentOf(value: unknown): ProviderPayment | undefined {
  if (typeof value !== 'object' || value === null) return;
  const { payment_id, reference, state, authorised_cents, captured_cents, refunded_cents } = value as Record<
    string,
    unknown
  >;
  if (typeof payment_id !== 'string' || typeof reference !== 'string' || !STATES.includes(String(state))) return;
  const cents = [authorised_cents, captured_cents, refunded_cents];
  if (!cents.every((amount) => Number.isSafeInteger(amount))) return;
  const [authorisedCents, capturedCents, refundedCents] = cents as [number, number, number];
  const known = state as ProviderPayment['state'];
  return { paymentId: payment_id, reference, state: known, authorisedCents, capturedCents, refundedCents };
}

/** Of several payments for one order the one that holds money counts; without one the newest. */
export function lookupOf(payments: ProviderPayment[]): PaymentLookup {
  const holds = ({ state }: ProviderPayment) => state === 'captured' || state === 'authorised' || state === 'pending';
  const payment = payments.findLast(holds) ?? payments.at(-1);
  if (!payment) return { found: false };
  const { reference: _reference, ...rest } = payment;
  return { found: true, ...rest };
}
