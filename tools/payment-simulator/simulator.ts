import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, answerFor, type Command, decide } from './decide.js';
import { LedgerFile } from './ledger.file.js';
import { Ledger, type Line, type Notice } from './ledger.js';
import { type Payment, paymentBody, settled } from './payment.js';

/** How webhooks are bent, for tests. */
export interface WebhookMood {
  /** Also for what was answered: by default webhooks report only what no answer has. */
  all: boolean;
  delayMs: number;
  times: number;
}

export const USUAL_WEBHOOKS: WebhookMood = { all: false, delayMs: 0, times: 1 };

/** The payment service: one ledger, one decision after the other, nothing answered that is not on disk. */
export class Simulator {
  private readonly ledger: Ledger;
  private readonly file: LedgerFile;
  webhooks = USUAL_WEBHOOKS;
  /** Called with each webhook that has to arrive, and how often it is to be sent. */
  onNotice: (notice: Notice, times: number) => void = () => {};
  private readonly errors = new Map<string, number>();
  private readonly ended = new AbortController();

  private constructor(ledger: Ledger, file: LedgerFile) {
    this.ledger = ledger;
    this.file = file;
  }

  static async open(path: string): Promise<Simulator> {
    const { ledger: file, lines } = await LedgerFile.open(path);
    const ledger = new Ledger();
    for (const line of lines) ledger.apply(line);
    return new Simulator(ledger, file);
  }

  /** Goes on with what a process before has left: payments that wait for their time, webhooks that never arrived. */
  resume(): void {
    for (const payment of this.ledger.payments.values()) this.settleInTime(payment);
    for (const notice of this.ledger.undelivered.values()) this.onNotice(notice, 1);
  }

  /** Undefined: the connection has to break. */
  async run(command: Command): Promise<Answer | undefined> {
    const errorsOf = (reference: string) => this.errors.get(reference) ?? 0;
    const { line, answer } = decide(this.ledger, command, { at: new Date(), newId, errorsOf });
    if (line) await this.write(this.withNotice(line));
    else await this.file.settled();
    if (answer === 'when-settled') return this.whenSettled(command);
    if (answer === 'break') return;
    if (answer.status === 500 && command.operation === 'authorise')
      this.errors.set(command.reference, errorsOf(command.reference) + 1);
    return answer;
  }

  /** What is on disk about one reference; without one, everything. */
  async payments(reference?: string): Promise<Payment[]> {
    const found = reference === undefined ? this.ledger.all() : this.ledger.forReference(reference);
    await this.file.settled();
    return found;
  }

  /** For whom a call is. */
  referenceOf(command: Command): string | undefined {
    if (command.operation === 'authorise') return command.reference;
    return this.ledger.payments.get(command.paymentId)?.reference;
  }

  delivered(noticeId: string): Promise<void> {
    return this.write({ at: new Date().toISOString(), delivered: noticeId });
  }

  async close(): Promise<void> {
    this.ended.abort();
    await this.file.close();
  }

  private async write(line: Line): Promise<void> {
    this.ledger.apply(line);
    await this.file.append(line);
    if (line.payment) this.settleInTime(line.payment);
    if (line.notice) this.onNotice(line.notice, this.webhooks.times);
  }

  private withNotice(line: Line): Line {
    return this.webhooks.all && line.payment && line.payment.state !== 'pending'
      ? this.noticed(line, line.payment)
      : line;
  }

  private noticed(line: Line, payment: Payment): Line {
    const data = paymentBody(payment);
    const body = JSON.stringify({ type: `payment.${payment.state}`, timestamp: line.at, data });
    return {
      ...line,
      notice: {
        noticeId: `msg_${randomUUID()}`,
        body,
        notBefore: Date.now() + this.webhooks.delayMs,
        traceparent: payment.traceparent,
      },
    };
  }

  private settleInTime({ paymentId, settlesAt }: Payment): void {
    if (settlesAt === undefined) return;
    void delay(Math.max(0, settlesAt - Date.now()), undefined, { signal: this.ended.signal }).then(
      () => this.settle(paymentId),
      () => undefined,
    );
  }

  /** Unless it was voided meanwhile. */
  private async settle(paymentId: string): Promise<void> {
    const payment = this.ledger.payments.get(paymentId);
    if (payment?.state !== 'pending') return;
    const line = { at: new Date().toISOString(), payment: settled(payment) };
    await this.write(this.noticed(line, line.payment));
  }

  /** The payment's state when it has settled, or was voided before. */
  private async whenSettled({ key }: Command): Promise<Answer | undefined> {
    for (;;) {
      const used = this.ledger.usedKey(key);
      const payment = used && this.ledger.payments.get(used.paymentId);
      if (payment && payment.state !== 'pending')
        return answerFor(used.status === undefined ? payment : used.payment, 201);
      try {
        await delay(20, undefined, { signal: this.ended.signal });
      } catch {
        return;
      }
    }
  }
}

const newId = () => `pay_${randomUUID().replaceAll('-', '')}`;
