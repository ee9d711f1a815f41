import type { Ledger, Line } from './ledger.js';
import { type Payment, paymentBody } from './payment.js';
import { type Behaviour, behaviourOf } from './tokens.js';

/** A call that moves money, validated. */
export type Command = { key: string; fingerprint: string; traceparent?: string | undefined } & (
  | { operation: 'authorise'; reference: string; amountCents: number; currency: string; token: string }
  | { operation: 'capture' | 'refund'; paymentId: string; amountCents: number }
  | { operation: 'void'; paymentId: string }
);

export type Operation = Command['operation'];

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  replayed?: true;
}

/** What to write down, and what to say: an answer, the payment's when it has settled, or nothing (the connection breaks). */
export interface Decision {
  line?: Line;
  answer: Answer | 'when-settled' | 'break';
}

export interface Now {
  at: Date;
  newId: () => string;
  /** How often authorisations for this reference were answered with 500. */
  errorsOf: (reference: string) => number;
}

/** What a call comes to, by the ledger alone. */
export function decide(ledger: Ledger, command: Command, now: Now): Decision {
  const used = ledger.usedKey(command.key);
  if (used) return repeated(ledger, command, used);
  if (command.operation === 'authorise') return authorise(command, now);
  const payment = ledger.visible(command.paymentId);
  if (!payment) return refuse(404, 'payment-not-found', 'There is no such payment.');
  switch (command.operation) {
    case 'capture':
      return capture(payment, command, now);
    case 'void':
      return voided(payment, command, now);
    case 'refund':
      return refund(payment, command, now);
  }
}

/** The answer for a payment that was just authorised, declined or settled, or was repeated. */
export function answerFor(payment: Payment, status: number, replayed = false): Answer {
  const mark = replayed ? ({ replayed: true } as const) : {};
  if (status < 400) return { status, body: paymentBody(payment), ...mark };
  const code = payment.state === 'declined' ? 'payment-declined' : 'capture-refused';
  return { ...problem(status, code, payment.reason ?? 'refused', payment), ...mark };
}

export function problem(status: number, code: string, detail: string, payment?: Payment): Answer {
  const body = { type: `https://payments.example/problems/${code}`, code, status, detail };
  return { status, body: payment ? { ...body, payment: paymentBody(payment) } : body };
}

function repeated(ledger: Ledger, command: Command, used: NonNullable<ReturnType<Ledger['usedKey']>>): Decision {
  if (used.fingerprint !== command.fingerprint)
    return refuse(422, 'idempotency-key-reused', 'This key was used for another request.');
  if (used.status !== undefined) return { answer: answerFor(used.payment, used.status, true) };
  return { answer: ledger.visible(used.paymentId) ? 'when-settled' : 'break' };
}

function authorise(command: Extract<Command, { operation: 'authorise' }>, now: Now): Decision {
  const behaviour = behaviourOf(command.token);
  if (now.errorsOf(command.reference) < (behaviour.errorsFirst ?? 0))
    return refuse(500, 'internal-error', 'Something failed before anything was charged.');
  const payment = newPayment(command, behaviour, now);
  const status = statusOf(behaviour);
  const line = lineFor(now, command, payment, status);
  if (status === undefined && behaviour.answer === 'when-settled') return { line, answer: 'when-settled' };
  if (status === undefined || behaviour.answer === 'break') return { line, answer: 'break' };
  return { line, answer: answerFor(payment, status) };
}

/** Undefined: it is known when the payment has settled. */
function statusOf({ declined, answer, settlesAfterMs }: Behaviour): number | undefined {
  if (declined) return 402;
  if (answer === 'accepted') return 202;
  return settlesAfterMs === undefined ? 201 : undefined;
}

function newPayment(
  { reference, amountCents, currency, traceparent }: Extract<Command, { operation: 'authorise' }>,
  behaviour: Behaviour,
  now: Now,
): Payment {
  const { declined, settlesAfterMs, hidden, refusesCapture } = behaviour;
  const pending = settlesAfterMs !== undefined;
  return {
    paymentId: now.newId(),
    reference,
    amountCents,
    currency,
    state: declined ? 'declined' : pending ? 'pending' : 'authorised',
    authorisedCents: declined || pending ? 0 : amountCents,
    capturedCents: 0,
    refundedCents: 0,
    ...(traceparent && { traceparent }),
    ...(declined && { reason: declined }),
    ...(pending && { settlesAt: now.at.getTime() + settlesAfterMs }),
    ...(hidden && { hidden }),
    ...(refusesCapture && { refusesCapture }),
  };
}

function capture(payment: Payment, command: Command & { amountCents: number }, now: Now): Decision {
  if (payment.state !== 'authorised') return wrongState(payment, 'captured');
  if (payment.refusesCapture)
    return change({ ...payment, state: 'voided', reason: 'authorisation_lapsed' }, command, now, 402);
  if (command.amountCents > payment.authorisedCents)
    return refuse(409, 'amount-too-large', 'More than was authorised.', payment);
  return change({ ...payment, state: 'captured', capturedCents: command.amountCents }, command, now);
}

function voided(payment: Payment, command: Command, now: Now): Decision {
  if (payment.state === 'voided') return { answer: answerFor(payment, 200) };
  if (payment.state !== 'authorised' && payment.state !== 'pending') return wrongState(payment, 'voided');
  const { settlesAt: _never, ...rest } = payment;
  return change({ ...rest, state: 'voided' }, command, now);
}

function refund(payment: Payment, command: Command & { amountCents: number }, now: Now): Decision {
  if (payment.state !== 'captured') return wrongState(payment, 'refunded');
  if (command.amountCents > payment.capturedCents - payment.refundedCents)
    return refuse(409, 'amount-too-large', 'More than is left of what was captured.', payment);
  return change({ ...payment, refundedCents: payment.refundedCents + command.amountCents }, command, now);
}

function change(payment: Payment, command: Command, now: Now, status = 200): Decision {
  return { line: lineFor(now, command, payment, status), answer: answerFor(payment, status) };
}

function lineFor(now: Now, { key, fingerprint }: Command, payment: Payment, status?: number): Line {
  const use = { key, fingerprint, paymentId: payment.paymentId, ...(status !== undefined && { status }) };
  return { at: now.at.toISOString(), payment, key: use };
}

function wrongState(payment: Payment, wanted: string): Decision {
  return refuse(409, 'wrong-state', `A payment that is ${payment.state} cannot be ${wanted}.`, payment);
}

/** Not kept under the key: nothing has changed, so the same request may be right later. */
function refuse(status: number, code: string, detail: string, payment?: Payment): Decision {
  return { answer: problem(status, code, detail, payment) };
}
