import { type ProviderPayment, paymentOf } from './payment-answer.js';

/** What a webhook of the payment service says: how a payment stands. `data.reference` is the order. */
export function noticedPayment(body: string | Buffer): ProviderPayment | undefined {
  try {
    return paymentOf((JSON.parse(body.toString()) as { data?: unknown } | null)?.data);
  } catch {
    return;
  }
}
