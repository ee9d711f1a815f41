import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AUTHORISED,
  aReservation,
  CONFIRMED,
  completed,
  PLACE,
  type Told,
  tell,
  tellAll,
} from '../../test/builders.js';
import type { Outcome } from '../process/outcome.js';
import { PROCESS, statesAfter } from '../process/process-table.js';
import { decide, type OrderCommand } from './decide-order.js';
import { fold } from './evolve-order.js';
import { isEnd, ORDER_STATES, type Order, refundedQuantity } from './order.js';
import type { OrderEvent } from './order-event.js';

const reservation = fc.record({
  state: fc.constantFrom('released' as const, 'expired' as const, 'not-found' as const),
  reason: fc.constantFrom('', 'cancelled', 'declined'),
});
const refund_id = fc.constantFrom('r1', 'r2', 'r3');
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({
    effect: fc.constant('authorise' as const),
    outcome: fc.constantFrom('authorised' as const, 'pending' as const),
    payment_id: fc.constant('p'),
  }),
  fc.record({
    effect: fc.constant('authorise' as const),
    outcome: fc.constant('declined' as const),
    reason: fc.constant('no'),
  }),
  fc.constant({ effect: 'authorise' as const, outcome: 'too-late' as const }),
  fc.record({
    effect: fc.constant('confirm' as const),
    outcome: fc.constant('confirmed' as const),
    sale_ids: fc.constant<string[]>(['s']),
  }),
  fc.record({ effect: fc.constant('confirm' as const), outcome: fc.constant('lost' as const), reservation }),
  fc.constant({ effect: 'capture' as const, outcome: 'captured' as const }),
  fc.constant({ effect: 'capture' as const, outcome: 'refused' as const, reason: 'closed' }),
  fc.constant({ effect: 'void' as const, outcome: 'voided' as const, refunded_cents: 0 }),
  fc.record({ effect: fc.constant('release' as const), outcome: fc.constant('released' as const), reservation }),
  fc.constant({ effect: 'return' as const, outcome: 'returned' as const }),
  fc.record({ effect: fc.constant('refund' as const), outcome: fc.constant('refunded' as const), refund_id }),
  fc.record({
    effect: fc.constant('refund' as const),
    outcome: fc.constant('refused' as const),
    refund_id,
    reason: fc.constant('no'),
  }),
  fc.record({ effect: fc.constant('restock' as const), outcome: fc.constant('restocked' as const), refund_id }),
  fc.constant({ effect: 'audit' as const, outcome: 'money-held' as const, payment_id: 'p' }),
  fc.constant({ effect: 'unknown' as const, outcome: 'unknown' as const, reason: 'lost' }),
);
const refundLines = fc.option(
  fc.uniqueArray(fc.record({ line: fc.integer({ min: 1, max: 4 }), quantity: fc.integer({ min: 1, max: 3 }) }), {
    selector: ({ line }) => line,
    minLength: 1,
  }),
  { nil: undefined },
);
const command: fc.Arbitrary<OrderCommand> = fc.oneof(
  { weight: 6, arbitrary: outcome.map((one) => ({ type: 'record' as const, outcome: one })) },
  { weight: 1, arbitrary: fc.constant({ type: 'cancel' as const }) },
  {
    weight: 2,
    arbitrary: fc
      .record({ refund_id, restock: fc.boolean(), lines: refundLines })
      .map(({ lines, ...rest }) => ({ type: 'refund' as const, ...rest, ...(lines && { lines }) })),
  },
);
/** Random sequences end early; one that begins with what usually happens gets further. */
const sequence = fc
  .tuple(
    fc.constantFrom([PLACE], [PLACE, AUTHORISED, CONFIRMED], [PLACE, AUTHORISED, CONFIRMED, captured()]),
    fc.array(command, { maxLength: 30 }),
  )
  .map(([begin, rest]) => [...begin, ...rest]);

function captured(): OrderCommand {
  return { type: 'record', outcome: { effect: 'capture', outcome: 'captured' } };
}

function expectLegal({ order, history }: Told): void {
  if (!order) return;
  expect(ORDER_STATES).toContain(order.state);
  expect(order).toEqual(fold(history));
  expect(order.seq).toBe(history.length);
  expect(order.refunded_cents).toBeLessThanOrEqual(order.total_cents);
  for (const { line, quantity } of order.lines) expect(refundedQuantity(order, line)).toBeLessThanOrEqual(quantity);
  if (order.state === 'refunded') expect(order.refunded_cents).toBe(order.total_cents);
  if (isEnd(order.state)) expect(order.ended_at).toBeDefined();
}

describe('an order', () => {
  it('is in a legal state after every sequence of commands and outcomes, and its history tells the same', () => {
    fc.assert(
      fc.property(sequence, (commands) => {
        let told: Told = { order: undefined, history: [] };
        for (const one of commands) {
          const before = told;
          told = tell(told, one);
          for (const event of told.history.slice(Math.max(before.history.length, 2))) {
            const from = fold(told.history.slice(0, event.seq - 1)) as Order;
            const to = fold(told.history.slice(0, event.seq)) as Order;
            expect(statesAfter(from.state, event.type)).toContain(to.state);
          }
          expectLegal(told);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('nothing that happens twice is recorded twice', () => {
    fc.assert(
      fc.property(sequence, (commands) => {
        const once = commands.reduce(tell, { order: undefined, history: [] } as Told);
        const again = commands.reduce((told, one) => tell(tell(told, one), one), {
          order: undefined,
          history: [],
        } as Told);
        expect(again.history.filter(({ type }) => type === 'payment_captured').length).toBeLessThanOrEqual(1);
        expectLegal(again);
        expectLegal(once);
      }),
      { numRuns: 200 },
    );
  });

  it('has a fold for any event on any state: what cannot happen here changes nothing but seq', () => {
    const types = [
      ...new Set(PROCESS.map(({ event }) => event)),
      'cancel_accepted',
      'refund_requested',
      'of_next_year',
    ];
    const event = fc.constantFrom(...types);
    fc.assert(
      fc.property(sequence, event, (commands, type) => {
        const { order, history } = commands.reduce(tell, { order: undefined, history: [] } as Told);
        const at = '2027-01-01T00:00:00.000Z';
        const data = { lines: [], refund_id: 'none', end: 'nowhere' };
        const odd = { order_id: 'ORD-1', seq: history.length + 1, version: 9, type, data, at } as unknown as OrderEvent;
        const after = fold([...history, odd]) as Order;
        expect(ORDER_STATES).toContain(after.state);
        expect(after.seq).toBe(history.length + 1);
        if (!statesAfter((order as Order).state, type as never)) expect(after).toEqual({ ...order, seq: after.seq });
      }),
    );
  });

  it('every row of the table can be reached by what it says', () => {
    for (const { state, event, next } of PROCESS) {
      expect(statesAfter(state, event)).toEqual(next);
      expect(ORDER_STATES).toEqual(expect.arrayContaining([...next]));
    }
  });
});

describe('a cancel', () => {
  it.each([
    ['reserved', tellAll(PLACE)],
    ['authorised', tellAll(PLACE, AUTHORISED)],
  ])('of an order that is %s goes the way back', (_, { order }) => {
    expect(decide(order, { type: 'cancel' })).toEqual({ ok: true, events: [{ type: 'cancel_accepted', data: {} }] });
  });

  it('comes too late once the units are sold, and says in which state', () => {
    const { order } = tellAll(PLACE, AUTHORISED, CONFIRMED);
    expect(decide(order, { type: 'cancel' })).toMatchObject({ failure: 'order-not-cancellable', state: 'confirmed' });
    expect(decide(completed().order, { type: 'cancel' })).toMatchObject({ state: 'completed' });
  });
});

describe('a refund', () => {
  const refund = (change: object = {}) =>
    ({ type: 'refund', refund_id: 'r1', restock: false, ...change }) as OrderCommand;
  const paidBack = (id: string): OrderCommand => ({
    type: 'record',
    outcome: { effect: 'refund', outcome: 'refunded', refund_id: id },
  });

  it('in full gives everything back and ends the order', () => {
    const { order } = [refund(), paidBack('r1')].reduce(tell, completed());
    expect(order).toMatchObject({ state: 'refunded', refunded_cents: aReservation().total_cents });
  });

  it('by line counts against what is left from the moment it is asked for', () => {
    const first = tell(completed(), refund({ lines: [{ line: 1, quantity: 2 }] }));
    expect(decide(first.order, refund({ refund_id: 'r2', lines: [{ line: 1, quantity: 1 }] }))).toMatchObject({
      failure: 'refund-exceeds-payment',
      errors: [{ pointer: '/lines/0/quantity', available: 0 }],
    });
    const rest = [paidBack('r1'), refund({ refund_id: 'r2' }), paidBack('r2')].reduce(tell, first);
    expect(rest.order).toMatchObject({ state: 'refunded', refunds: [{}, { cents: 4_496 }] });
  });

  it('again is nothing new, another body under the same id is refused', () => {
    const { order } = tell(completed(), refund());
    expect(decide(order, refund())).toEqual({ ok: true, events: [] });
    for (const other of [{ restock: true }, { lines: [{ line: 1, quantity: 2 }] }])
      expect(decide(order, refund(other))).toMatchObject({ failure: 'refund-id-reused' });
  });

  it('of what was never paid is refused with the state', () => {
    expect(decide(tellAll(PLACE).order, refund())).toMatchObject({
      failure: 'refund-exceeds-payment',
      state: 'reserved',
    });
  });
});
