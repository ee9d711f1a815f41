import { type Exchange, HttpExchange } from './exchange.http.js';
import { lookupOf, type ProviderPayment, paymentOf } from './payment-answer.js';
import type { PaymentLookup, PaymentOutcome, PaymentProvider } from './payment-provider.js';

export interface PaymentServiceOptions {
  url: string;
  /** For one call, connection included. Shorter than the lease of who calls. */
  deadlineMs: number;
  /** Sent as a bearer token. The simulator wants none. */
  apiKey?: string | undefined;
}

type Answered = Extract<Exchange, { answered: true }>;
/** The state of a payment in which a move has been made, and the outcome's name. */
type Done = { state: ProviderPayment['state']; kind: 'authorised' | 'captured' | 'voided' | 'refunded' };

/** The payment service behind its HTTP interface. */
export class HttpPaymentProvider implements PaymentProvider {
  private readonly exchange: HttpExchange;
  private readonly authorization: Record<string, string>;

  constructor({ url, deadlineMs, apiKey }: PaymentServiceOptions) {
    this.exchange = new HttpExchange(url, deadlineMs);
    this.authorization = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
  }

  async authorise(call: Parameters<PaymentProvider['authorise']>[0]): Promise<PaymentOutcome> {
    const { reference, amountCents, currency, token } = call;
    const body = { reference, amount_cents: amountCents, currency, token };
    return this.move('payments', call, body, { state: 'authorised', kind: 'authorised' });
  }

  async capture(call: Parameters<PaymentProvider['capture']>[0]): Promise<PaymentOutcome> {
    const body = { amount_cents: call.amountCents };
    return this.move(pathOf(call.paymentId, 'capture'), call, body, { state: 'captured', kind: 'captured' });
  }

  async void(call: Parameters<PaymentProvider['void']>[0]): Promise<PaymentOutcome> {
    return this.move(pathOf(call.paymentId, 'void'), call, {}, { state: 'voided', kind: 'voided' });
  }

  async refund(call: Parameters<PaymentProvider['refund']>[0]): Promise<PaymentOutcome> {
    const body = { amount_cents: call.amountCents };
    return this.move(pathOf(call.paymentId, 'refund'), call, body, { state: 'captured', kind: 'refunded' });
  }

  async lookup(reference: string): Promise<PaymentLookup> {
    const path = `payments?reference=${encodeURIComponent(reference)}`;
    const exchange = await this.exchange.call({ method: 'GET', path, headers: this.authorization });
    if (!exchange.answered) return { kind: 'unknown', reason: exchange.reason };
    const payments = itemsOf(exchange.body)?.map(paymentOf);
    if (exchange.status !== 200 || !payments?.every((payment) => payment !== undefined))
      return { kind: 'unknown', reason: `answer ${exchange.status} to a lookup` };
    return lookupOf(payments);
  }

  close(): void {
    this.exchange.close();
  }

  private async move(
    path: string,
    { key, traceparent }: { key: string; traceparent?: string },
    body: unknown,
    done: Done,
  ): Promise<PaymentOutcome> {
    const headers = { ...this.authorization, 'idempotency-key': key, ...(traceparent && { traceparent }) };
    const exchange = await this.exchange.call({ method: 'POST', path, headers, body });
    return exchange.answered ? outcomeOf(exchange, done) : { kind: 'unknown', reason: exchange.reason };
  }
}

const pathOf = (paymentId: string, move: string) => `payments/${encodeURIComponent(paymentId)}/${move}`;

/** 2xx is done or pending; 400, 402 and 409 are a definite no; whatever else may have charged. */
function outcomeOf({ status, body }: Answered, { state, kind }: Done): PaymentOutcome {
  const problem = (body ?? {}) as { payment?: unknown; code?: unknown; reason?: unknown };
  const success = status >= 200 && status < 300;
  const payment = paymentOf(success ? body : problem.payment);
  if (success && payment?.state === state) return { kind, paymentId: payment.paymentId };
  if (success && payment?.state === 'pending') return { kind: 'pending', paymentId: payment.paymentId };
  if (success && payment?.state === 'voided') return { kind: 'declined', reason: 'voided' };
  if (status === 409 && payment) return refused(payment, state, kind, reasonOf(status, body));
  if (status === 400 || status === 402) return { kind: 'declined', reason: reasonOf(status, body) };
  return { kind: 'unknown', reason: reasonOf(status, body) };
}

/** The move does not fit the payment's state: because it was made before, because its opposite was, or because it is too early. */
function refused(payment: ProviderPayment, wanted: Done['state'], kind: Done['kind'], reason: string): PaymentOutcome {
  const { state, paymentId } = payment;
  if (kind !== 'refunded' && (state === wanted || state === 'captured')) return { kind: 'captured', paymentId };
  if (state === 'pending') return { kind: 'pending', paymentId };
  return { kind: 'declined', reason };
}

function reasonOf(status: number, body: unknown): string {
  const { payment, code } = (body ?? {}) as { payment?: { reason?: unknown }; code?: unknown };
  const said = payment?.reason ?? code;
  return typeof said === 'string' ? said : `answer ${status}`;
}

function itemsOf(body: unknown): unknown[] | undefined {
  const items = (body as { items?: unknown } | undefined)?.items;
  return Array.isArray(items) ? items : undefined;
}
