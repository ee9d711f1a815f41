import type { Payment } from './payment.js';

/** What a key was used for, and what was answered. */
export interface KeyUse {
  fingerprint: string;
  paymentId: string;
  /** Missing while the answer is not decided yet. */
  status?: number;
}

/** One webhook that has to arrive. */
export interface Notice {
  noticeId: string;
  /** The exact bytes: a repetition is the same message. */
  body: string;
  /** Not sent before, milliseconds since 1970. */
  notBefore: number;
  traceparent?: string | undefined;
}

/** One line of the ledger: what changed together. */
export interface Line {
  at: string;
  payment?: Payment;
  key?: { key: string } & KeyUse;
  notice?: Notice;
  /** This notice has arrived. */
  delivered?: string;
}

/** An answer that was given under a key. */
export interface Answered extends KeyUse {
  payment: Payment;
}

/** The ledger in memory: what its lines add up to. */
export class Ledger {
  readonly payments = new Map<string, Payment>();
  readonly undelivered = new Map<string, Notice>();
  private readonly keys = new Map<string, Answered>();
  /** Keys whose answer is decided when their payment settles, by payment. */
  private readonly open = new Map<string, string>();
  private readonly byReference = new Map<string, string[]>();

  apply({ payment, key, notice, delivered }: Line): void {
    if (payment) this.keep(payment);
    if (payment && key) this.use(payment, key);
    else if (payment) this.decideOpen(payment);
    if (notice) this.undelivered.set(notice.noticeId, notice);
    if (delivered) this.undelivered.delete(delivered);
  }

  usedKey(key: string): Answered | undefined {
    return this.keys.get(key);
  }

  /** The payments for one reference that can be seen, oldest first. */
  forReference(reference: string): Payment[] {
    return (this.byReference.get(reference) ?? []).flatMap((id) => this.visible(id) ?? []);
  }

  visible(paymentId: string): Payment | undefined {
    const payment = this.payments.get(paymentId);
    return payment?.hidden ? undefined : payment;
  }

  /** Every payment that can be seen, oldest first. */
  all(): Payment[] {
    return [...this.payments.values()].filter((payment) => !payment.hidden);
  }

  private use(payment: Payment, { key, ...use }: { key: string } & KeyUse): void {
    this.keys.set(key, { ...use, payment });
    if (use.status === undefined) this.open.set(payment.paymentId, key);
  }

  private decideOpen(payment: Payment): void {
    const key = this.open.get(payment.paymentId);
    const use = key === undefined ? undefined : this.keys.get(key);
    if (key !== undefined && use) this.keys.set(key, { ...use, status: 201, payment });
    this.open.delete(payment.paymentId);
  }

  private keep(payment: Payment): void {
    if (!this.payments.has(payment.paymentId)) {
      const others = this.byReference.get(payment.reference) ?? [];
      this.byReference.set(payment.reference, [...others, payment.paymentId]);
    }
    this.payments.set(payment.paymentId, payment);
  }
}
