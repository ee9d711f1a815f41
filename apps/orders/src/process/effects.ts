import type { RecordedEvent } from '@app/outbox';
import type { Reservations } from '../inventory/reservations.js';
import type { Order } from '../order/order.js';
import type { Driven } from '../order/orders.pg.repository.js';
import type { PaymentOutcome, PaymentProvider } from '../payment/payment-provider.js';
import { effectKey } from './effect-key.js';
import { lastMomentToPay, type Step } from './next-step.js';
import { type Outcome, type SettledReservation, type Unknown, unknown } from './outcome.js';

/** What a runner may be asked to do. */
export type AnyStep = Step | { effect: 'audit' };

/** Longest time for which a payment service is trusted to remember a key. */
const KEY_LIVES_MS = 20 * 3_600_000;

type Perform = (driven: Driven, step: AnyStep) => Promise<Outcome>;

/** The effects of the process, through the two arbiters. Each may be performed again at any time: it carries its key. */
export class Effects {
  private readonly payments: PaymentProvider;
  private readonly reservations: Reservations;
  /** What inventory has recorded is published at once; its outbox has it too. */
  private readonly publish: (events: RecordedEvent[]) => void;
  private readonly now: () => number;

  constructor(
    payments: PaymentProvider,
    reservations: Reservations,
    publish: (events: RecordedEvent[]) => void,
    now: () => number = Date.now,
  ) {
    this.payments = payments;
    this.reservations = reservations;
    this.publish = publish;
    this.now = now;
  }

  perform(driven: Driven, step: AnyStep): Promise<Outcome> {
    return this.table[step.effect](driven, step);
  }

  private readonly table: Record<AnyStep['effect'], Perform> = {
    authorise: (driven) => this.authorise(driven),
    confirm: ({ order }) => this.confirm(order),
    capture: ({ order }) => this.capture(order),
    void: (driven) => this.void(driven),
    release: ({ order }) => this.release(order),
    return: ({ order }) => this.returnAll(order),
    refund: ({ order }, step) => this.refund(order, step as Extract<Step, { effect: 'refund' | 'restock' }>),
    restock: ({ order }, step) => this.restock(order, step as Extract<Step, { effect: 'refund' | 'restock' }>),
    audit: ({ order }) => this.audit(order),
  };

  private async authorise(driven: Driven): Promise<Outcome> {
    if (this.now() >= lastMomentToPay(driven.order)) return { effect: 'authorise', outcome: 'too-late' };
    const answer = await this.askForMoney(driven);
    switch (answer.kind) {
      case 'authorised':
      case 'captured':
        return { effect: 'authorise', outcome: 'authorised', payment_id: answer.paymentId };
      case 'declined':
        return { effect: 'authorise', outcome: 'declined', reason: answer.reason };
      case 'pending':
        if (driven.order.payment.state === 'pending') return PATIENT;
        return { effect: 'authorise', outcome: 'pending', payment_id: answer.paymentId };
      case 'unknown':
        return unknown(answer.reason);
      default:
        // Voided or refunded: it was undone, so there is nothing to confirm.
        return { effect: 'authorise', outcome: 'too-late' };
    }
  }

  /** A payment that is known is looked up, otherwise the same key is sent again: that nothing is found is no evidence. */
  private async askForMoney({ order, payment_token }: Driven): Promise<PaymentOutcome> {
    const { order_id, total_cents, currency, traceparent, attempt, placed_at } = order;
    const keyIsOld = this.now() - Date.parse(placed_at) > KEY_LIVES_MS;
    if (order.payment.payment_id !== undefined || payment_token === undefined || keyIsOld) {
      return await this.lookUp(order_id, keyIsOld);
    }
    return await this.payments.authorise({
      key: effectKey(order_id, 'authorise', attempt),
      reference: order_id,
      amountCents: total_cents,
      currency,
      token: payment_token,
      ...(traceparent !== undefined && { traceparent }),
    });
  }

  private async lookUp(order_id: string, notFoundIsCertain: boolean): Promise<PaymentOutcome> {
    const found = await this.payments.lookup(order_id);
    if ('kind' in found) return found;
    if (found.found) {
      const { state, paymentId } = found;
      return state === 'declined' ? { kind: state, reason: 'declined' } : { kind: state, paymentId };
    }
    return notFoundIsCertain
      ? { kind: 'declined', reason: 'nothing there' }
      : { kind: 'unknown', reason: 'not found yet' };
  }

  private async confirm(order: Order): Promise<Outcome> {
    const { order_id, attempt, traceparent } = order;
    const answer = await this.reservations.confirm({ order_id, attempt, traceparent });
    if (answer.ok) {
      this.publish(answer.events);
      return { effect: 'confirm', outcome: 'confirmed', sale_ids: answer.sale_ids };
    }
    const state = LOST[answer.failure];
    return state ? { effect: 'confirm', outcome: 'lost', reservation: { state, reason: '' } } : unknown(answer.message);
  }

  private async capture(order: Order): Promise<Outcome> {
    const { order_id, attempt, total_cents, payment, traceparent } = order;
    const answer = await this.payments.capture({
      key: effectKey(order_id, 'capture', attempt),
      paymentId: payment.payment_id ?? '',
      amountCents: total_cents,
      ...(traceparent !== undefined && { traceparent }),
    });
    switch (answer.kind) {
      case 'captured':
        return { effect: 'capture', outcome: 'captured' };
      case 'declined':
        return { effect: 'capture', outcome: 'refused', reason: answer.reason };
      case 'unknown':
        return unknown(answer.reason);
      case 'pending':
        return PATIENT;
      default:
        return { effect: 'capture', outcome: 'refused', reason: answer.kind };
    }
  }

  /** Afterwards no money of this order is held, for certain. */
  private async void(driven: Driven): Promise<Outcome> {
    const { order } = driven;
    let paymentId = order.payment.payment_id;
    if (paymentId === undefined) {
      const answer = await this.askForMoney(driven);
      if (answer.kind === 'unknown') return unknown(answer.reason);
      if (answer.kind === 'declined') return NOTHING_HELD;
      paymentId = answer.paymentId;
    }
    const { order_id, attempt, traceparent } = order;
    const trace = traceparent !== undefined && { traceparent };
    const answer = await this.payments.void({ key: effectKey(order_id, 'void', attempt), paymentId, ...trace });
    switch (answer.kind) {
      case 'captured':
        return await this.giveBack(order, paymentId);
      case 'declined':
        return await this.makeSure(order, paymentId);
      case 'unknown':
        return unknown(answer.reason);
      case 'pending':
        return PATIENT;
      default:
        return NOTHING_HELD;
    }
  }

  /** The payment service will not void: because nothing is held, or because the money has moved. */
  private async makeSure(order: Order, paymentId: string): Promise<Outcome> {
    const found = await this.payments.lookup(order.order_id);
    if ('kind' in found) return unknown(found.reason);
    if (!found.found) return unknown('the payment is not found');
    if (found.state === 'declined' || found.state === 'voided') return NOTHING_HELD;
    return found.state === 'captured'
      ? await this.giveBack(order, paymentId)
      : unknown(`the payment is ${found.state}`);
  }

  private async giveBack(order: Order, paymentId: string): Promise<Outcome> {
    const { order_id, attempt, total_cents, traceparent } = order;
    const answer = await this.payments.refund({
      key: effectKey(order_id, 'refund-whole', attempt),
      paymentId,
      amountCents: total_cents,
      ...(traceparent !== undefined && { traceparent }),
    });
    if (answer.kind === 'refunded') return { effect: 'void', outcome: 'voided', refunded_cents: total_cents };
    return unknown('reason' in answer ? answer.reason : answer.kind);
  }

  private async release({ order_id, attempt, payment, traceparent }: Order): Promise<Outcome> {
    const reason = payment.state === 'declined' ? 'declined' : 'expired';
    const answer = await this.reservations.release({ order_id, attempt, reason, traceparent });
    if (answer.ok) {
      const { state, reason: said } = answer.reservation;
      return { effect: 'release', outcome: 'released', reservation: { state: state as 'released', reason: said } };
    }
    if (answer.failure !== 'reservation-not-found') return unknown(answer.message);
    return { effect: 'release', outcome: 'released', reservation: { state: 'not-found', reason: '' } };
  }

  private async returnAll(order: Order): Promise<Outcome> {
    const { order_id, attempt, lines, traceparent } = order;
    const return_id = effectKey(order_id, 'return', attempt);
    const all = lines.map(({ line, quantity }) => ({ line, quantity }));
    const answer = await this.reservations.return({ return_id, order_id, lines: all, traceparent });
    if (!answer.ok) return unknown(answer.message);
    this.publish(answer.events);
    return { effect: 'return', outcome: 'returned' };
  }

  private async refund(order: Order, { refund }: Extract<Step, { effect: 'refund' | 'restock' }>): Promise<Outcome> {
    const { order_id, payment, traceparent } = order;
    const { refund_id, cents } = refund;
    const answer = await this.payments.refund({
      key: effectKey(order_id, 'refund', refund_id),
      paymentId: payment.payment_id ?? '',
      amountCents: cents,
      ...(traceparent !== undefined && { traceparent }),
    });
    if (answer.kind === 'refunded') return { effect: 'refund', outcome: 'refunded', refund_id };
    if (answer.kind === 'declined') return { effect: 'refund', outcome: 'refused', refund_id, reason: answer.reason };
    return answer.kind === 'unknown' ? unknown(answer.reason) : PATIENT;
  }

  private async restock(order: Order, { refund }: Extract<Step, { effect: 'refund' | 'restock' }>): Promise<Outcome> {
    const { order_id, traceparent } = order;
    const { refund_id, lines } = refund;
    const return_id = effectKey(order_id, 'restock', refund_id);
    const answer = await this.reservations.return({ return_id, order_id, lines, traceparent });
    if (!answer.ok) return unknown(answer.message);
    this.publish(answer.events);
    return { effect: 'restock', outcome: 'restocked', refund_id };
  }

  private async audit({ order_id }: Order): Promise<Outcome> {
    const found = await this.payments.lookup(order_id);
    if ('kind' in found) return unknown(found.reason);
    const clean: Outcome = { effect: 'audit', outcome: 'clean' };
    if (!found.found || found.state === 'declined' || found.state === 'voided') return clean;
    if (found.state === 'captured' && found.refundedCents >= found.capturedCents) return clean;
    return { effect: 'audit', outcome: 'money-held', payment_id: found.paymentId };
  }
}

const NOTHING_HELD: Outcome = { effect: 'void', outcome: 'voided', refunded_cents: 0 };
const PATIENT: Unknown = { ...unknown('the payment is pending'), patient: true };

const LOST: Record<string, SettledReservation['state']> = {
  'reservation-expired': 'expired',
  'reservation-released': 'released',
  'reservation-not-found': 'not-found',
};
