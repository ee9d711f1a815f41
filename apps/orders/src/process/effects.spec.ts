import { describe, expect, it } from '@jest/globals';
import { AUTHORISED, CAPTURED, CONFIRMED, PLACE, tellAll } from '../../test/builders.js';
import type { Reservations } from '../inventory/reservations.js';
import type { OrderCommand } from '../order/decide-order.js';
import type { Order } from '../order/order.js';
import type { Driven } from '../order/orders.pg.repository.js';
import type { PaymentLookup, PaymentOutcome, PaymentProvider } from '../payment/payment-provider.js';
import { type AnyStep, Effects } from './effects.js';
import { nextStep } from './next-step.js';

const PLACED_AT = Date.parse('2026-01-01T00:00:01Z');
const HOURS = 3_600_000;

const record = (outcome: object) => ({ type: 'record', outcome }) as OrderCommand;
const PENDING = record({ effect: 'authorise', outcome: 'pending', payment_id: 'pay-1' });
const DECLINED = record({ effect: 'authorise', outcome: 'declined', reason: 'no' });
const LOST = record({ effect: 'confirm', outcome: 'lost', reservation: { state: 'expired', reason: '' } });
const REFUSED = record({ effect: 'capture', outcome: 'refused', reason: 'no' });
const CANCEL: OrderCommand = { type: 'cancel' };
const REFUND: OrderCommand = { type: 'refund', refund_id: 'R', restock: true };
const PAID = record({ effect: 'refund', outcome: 'refunded', refund_id: 'R' });

interface Says {
  now?: number;
  token?: string | undefined;
  lookup?: PaymentLookup;
  payment?: PaymentOutcome;
}

/** What one effect asks of the two arbiters, and what comes of it. */
async function perform(commands: OrderCommand[], says: Says = {}, audit = false) {
  const { now = PLACED_AT, lookup = { found: false }, payment = { kind: 'unknown', reason: 'silence' } } = says;
  const asked: { call: string; key?: string; reason?: string }[] = [];
  const note =
    (call: string, answer: object) => async (given: { key?: string; return_id?: string; reason?: string }) => {
      const key = given.key ?? given.return_id;
      asked.push({
        call,
        ...(key !== undefined && { key }),
        ...(given.reason !== undefined && { reason: given.reason }),
      });
      return answer as never;
    };
  const payments = Object.fromEntries(
    ['authorise', 'capture', 'void', 'refund'].map((call) => [call, note(call, payment)]),
  );
  const silence = { ok: false, failure: 'inventory-unavailable', message: 'silence' };
  const calls = ['reserve', 'confirm', 'release', 'return'].map((call) => [call, note(call, silence)]);
  const effects = new Effects(
    { ...payments, lookup: note('lookup', lookup) } as unknown as PaymentProvider,
    Object.fromEntries(calls) as unknown as Reservations,
    () => undefined,
    () => now,
  );
  const order = tellAll(...commands).order as Order;
  const payment_token = 'token' in says ? says.token : 'tok_ok';
  const step = audit ? ({ effect: 'audit' } as const) : (nextStep(order) as AnyStep);
  const driven: Driven = { order, payment_token, tries: 0, noticed: 0, answered: 0 };
  return { outcome: await effects.perform(driven, step), asked, calls: asked.map(({ call }) => call) };
}

describe('money', () => {
  it('is asked for again with the same key while nothing is known: that nothing is found is no evidence', async () => {
    const first = await perform([PLACE]);
    const second = await perform([PLACE], { now: PLACED_AT + 60_000 });
    expect([first.calls, second.calls]).toEqual([['authorise'], ['authorise']]);
    expect(second.asked).toEqual(first.asked);
    expect(first.outcome.outcome).toBe('unknown');
  });

  it('of which there is a payment is looked up, never asked for a second time', async () => {
    const lookup: PaymentLookup = {
      found: true,
      state: 'authorised',
      paymentId: 'pay-1',
      authorisedCents: 5,
      capturedCents: 0,
      refundedCents: 0,
    };
    const { calls, outcome } = await perform([PLACE, PENDING], { lookup });
    expect([calls, outcome]).toEqual([['lookup'], { effect: 'authorise', outcome: 'authorised', payment_id: 'pay-1' }]);
    expect((await perform([PLACE, PENDING])).outcome.outcome).toBe('unknown');
  });

  it('is never asked for with a key that the payment service may have forgotten', async () => {
    const late = { now: PLACED_AT + 21 * HOURS };
    const given = await perform([PLACE, CANCEL], late);
    expect([given.calls, given.outcome]).toEqual([
      ['lookup'],
      { effect: 'void', outcome: 'voided', refunded_cents: 0 },
    ]);
    const soon = await perform([PLACE, CANCEL], { now: PLACED_AT + 19 * HOURS });
    expect(soon.calls).toEqual(['authorise']);
  });

  it('is not asked for when the reservation ends soon', async () => {
    const { calls, outcome } = await perform([PLACE], { now: Date.parse('2026-01-01T00:04:31Z') });
    expect([calls, outcome.outcome]).toEqual([[], 'too-late']);
  });

  it('that was taken although it was to be voided is paid back whole', async () => {
    const { calls } = await perform([PLACE, AUTHORISED, LOST], { payment: { kind: 'captured', paymentId: 'pay-1' } });
    expect(calls).toEqual(['void', 'refund']);
  });

  it('that came after the end is found', async () => {
    const lookup: PaymentLookup = {
      found: true,
      state: 'authorised',
      paymentId: 'late',
      authorisedCents: 5,
      capturedCents: 0,
      refundedCents: 0,
    };
    const released = record({ effect: 'release', outcome: 'released', reservation: { state: 'released', reason: '' } });
    const { calls, outcome } = await perform([PLACE, DECLINED, released], { lookup }, true);
    expect([calls, outcome]).toEqual([['lookup'], { effect: 'audit', outcome: 'money-held', payment_id: 'late' }]);
  });
});

describe('units', () => {
  it('are given back when the payment was declined, and the reason is told', async () => {
    expect((await perform([PLACE, DECLINED])).asked).toEqual([{ call: 'release', reason: 'declined' }]);
  });
});

it('every effect has a key of its own', async () => {
  const histories = [
    [PLACE],
    [PLACE, AUTHORISED, CONFIRMED],
    [PLACE, AUTHORISED, LOST],
    [PLACE, AUTHORISED, CONFIRMED, REFUSED],
    [PLACE, AUTHORISED, CONFIRMED, CAPTURED, REFUND],
    [PLACE, AUTHORISED, CONFIRMED, CAPTURED, REFUND, PAID],
  ];
  const asked = (await Promise.all(histories.map((history) => perform(history)))).flatMap((one) => one.asked);
  expect(asked.map(({ call }) => call)).toEqual(['authorise', 'capture', 'void', 'return', 'refund', 'return']);
  expect(new Set(asked.map(({ key }) => key)).size).toBe(asked.length);
});
