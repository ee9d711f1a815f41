import { decide } from '../src/order/decide-order.js';
import { evolve } from '../src/order/evolve-order.js';
import { isEnd, type Order } from '../src/order/order.js';
import type { NewOrderEvent, OrderEvent } from '../src/order/order-event.js';
import { LOOKS_AT_THE_PAYMENT, nextStep, type Step } from '../src/process/next-step.js';
import { type Outcome, unknown } from '../src/process/outcome.js';

/** Everything that matters about one order: the two arbiters, the record, and who is in the middle of what. */
export interface World {
  reservation: { state: 'pending' | 'confirmed' | 'released' | 'expired'; reason: string; returned: boolean };
  payment: 'none' | 'authorised' | 'declined' | 'captured' | 'voided';
  /** Authorising was answered once with a reply that was lost, or the money came although it was declined. */
  lostReplies: number;
  glitched: boolean;
  /** A notice of the payment service is under way. */
  notice: boolean;
  /** Notices that have arrived, and how many of them somebody has answered by looking at the payment. */
  arrived: number;
  applied: number;
  expiryDue: boolean;
  cancel: 'not-yet' | 'released' | 'done';
  runners: [Runner, Runner];
  order: Order;
}

type Runner =
  | { at: 'rest' }
  | { at: 'effect'; order: Order; step: Step | { effect: 'audit' }; payment_id?: string; notices: number }
  | { at: 'append'; order: Order; outcome: Outcome; notices: number };

const REST: Runner = { at: 'rest' };
const AT = '2026-01-01T00:00:00.000Z';

export const placed = (): World => ({
  reservation: { state: 'pending', reason: '', returned: false },
  payment: 'none',
  lostReplies: 0,
  glitched: false,
  notice: false,
  arrived: 0,
  applied: 0,
  expiryDue: true,
  cancel: 'not-yet',
  runners: [REST, REST],
  order: append(undefined, 'o', [
    { type: 'placed', data: { placed_by: 'ada' } },
    {
      type: 'reserved',
      data: { attempt: 1, currency: 'USD', total_cents: 5, expires_at: '2026-01-01T00:05:00.000Z', lines: [] },
    },
  ]),
});

/** Every world that can come next: one of the actors does one thing. */
export function after(world: World): World[] {
  const { reservation } = world;
  const next: World[] = [];
  if (world.expiryDue && reservation.state === 'pending')
    next.push({ ...world, expiryDue: false, reservation: { ...reservation, state: 'expired' } });
  if (world.notice) next.push({ ...world, notice: false, arrived: world.arrived + 1 });
  if (world.payment === 'declined' && !world.glitched)
    next.push({ ...world, glitched: true, payment: 'authorised', notice: true });
  next.push(...canceller(world));
  for (const who of [0, 1] as const) next.push(...runner(world, who));
  return next;
}

function canceller(world: World): World[] {
  const { reservation, order } = world;
  if (world.cancel === 'not-yet' && !isEnd(order.state)) {
    if (reservation.state === 'confirmed') return [{ ...world, cancel: 'done' }];
    const released =
      reservation.state === 'pending'
        ? { ...reservation, state: 'released' as const, reason: 'cancelled' }
        : reservation;
    const cancel = released.reason === 'cancelled' ? 'released' : 'done';
    // It may die between the two.
    return [
      { ...world, reservation: released, cancel },
      { ...world, reservation: released, cancel: 'done' },
    ];
  }
  if (world.cancel !== 'released') return [];
  const decision = decide(order, { type: 'cancel' });
  return [{ ...world, cancel: 'done', order: decision.ok ? append(order, 'o', decision.events) : order }];
}

function runner(world: World, who: 0 | 1): World[] {
  const me = world.runners[who];
  const become = (mine: Runner, change: Partial<World> = {}): World => ({
    ...world,
    ...change,
    runners: who === 0 ? [mine, world.runners[1]] : [world.runners[0], mine],
  });
  if (me.at === 'rest') {
    const { order, arrived, applied } = world;
    const woken = arrived > applied;
    const step = nextStep(order) ?? (woken && isEnd(order.state) ? ({ effect: 'audit' } as const) : undefined);
    if (!step) return [];
    return [become({ at: 'effect', order, step, notices: arrived })];
  }
  if (me.at === 'append') {
    if (world.order.seq !== me.order.seq) return [become(REST)];
    const decision = decide(world.order, { type: 'record', outcome: me.outcome });
    const order = decision.ok ? append(world.order, 'o', decision.events) : world.order;
    const looked = LOOKS_AT_THE_PAYMENT.has(me.outcome.effect as never);
    return [become(REST, { order, ...(looked && { applied: Math.max(world.applied, me.notices) }) })];
  }
  return perform(world, me).map(({ mine, change }) => become(mine, change));
}

type Turn = { mine: Runner; change?: Partial<World> };
type Performing = Extract<Runner, { at: 'effect' }>;

function perform(world: World, me: Performing): Turn[] {
  const { order, step } = me;
  const { reservation, payment } = world;
  const says = (outcome: Outcome, change: Partial<World> = {}): Turn => ({
    mine: { at: 'append', order, outcome, notices: me.notices },
    change,
  });
  /** What was done may also not be heard of, once in a while. */
  const heardOrNot = (turn: Turn): Turn[] => {
    if (world.lostReplies >= 2) return [turn];
    const lost = { ...turn.change, lostReplies: world.lostReplies + 1 };
    return [turn, says(unknown('the reply was lost'), lost)];
  };
  const settled = () => ({ state: reservation.state as 'released' | 'expired', reason: reservation.reason });

  switch (step.effect) {
    case 'authorise': {
      const yes = says(
        { effect: 'authorise', outcome: 'authorised', payment_id: 'p' },
        { payment: 'authorised', notice: true },
      );
      const no = says({ effect: 'authorise', outcome: 'declined', reason: '' }, { payment: 'declined' });
      const late = says({ effect: 'authorise', outcome: 'too-late' });
      if (payment === 'none') return [late, ...heardOrNot(yes), ...heardOrNot(no)];
      // The same key again: the first answer again.
      return payment === 'declined'
        ? [late, no]
        : [late, says({ effect: 'authorise', outcome: 'authorised', payment_id: 'p' })];
    }
    case 'confirm': {
      if (reservation.state === 'pending' || reservation.state === 'confirmed')
        return heardOrNot(
          says(
            { effect: 'confirm', outcome: 'confirmed', sale_ids: [] },
            { reservation: { ...reservation, state: 'confirmed' } },
          ),
        );
      return [says({ effect: 'confirm', outcome: 'lost', reservation: settled() })];
    }
    case 'capture': {
      if (payment === 'captured') return [says({ effect: 'capture', outcome: 'captured' })];
      if (payment !== 'authorised') return [says({ effect: 'capture', outcome: 'refused', reason: '' })];
      const refused = says({ effect: 'capture', outcome: 'refused', reason: '' });
      return [...heardOrNot(says({ effect: 'capture', outcome: 'captured' }, { payment: 'captured' })), refused];
    }
    case 'void':
      return voiding(world, me, heardOrNot, says);
    case 'release': {
      if (reservation.state === 'confirmed') throw new Error('released what was sold');
      const reason = order.payment.state === 'declined' ? 'declined' : 'expired';
      const released =
        reservation.state === 'pending' ? { ...reservation, state: 'released' as const, reason } : reservation;
      const answer = { state: released.state as 'released', reason: released.reason };
      return heardOrNot(
        says({ effect: 'release', outcome: 'released', reservation: answer }, { reservation: released }),
      );
    }
    case 'return':
      return heardOrNot(
        says({ effect: 'return', outcome: 'returned' }, { reservation: { ...reservation, returned: true } }),
      );
    case 'audit':
      return payment === 'authorised' || payment === 'captured'
        ? [says({ effect: 'audit', outcome: 'money-held', payment_id: 'p' })]
        : [says({ effect: 'audit', outcome: 'clean' })];
    default:
      throw new Error('nobody asks for refunds here');
  }
}

/** An authorisation of which nothing is known is asked for with the same key first, then taken back. */
function voiding(
  world: World,
  me: Performing,
  heardOrNot: (turn: Turn) => Turn[],
  says: (outcome: Outcome, change?: Partial<World>) => Turn,
): Turn[] {
  const { payment } = world;
  const gone = says({ effect: 'void', outcome: 'voided', refunded_cents: 0 });
  if (me.order.payment.payment_id === undefined && me.payment_id === undefined) {
    const asked: Turn = { mine: { ...me, payment_id: 'p' }, change: {} };
    if (payment === 'declined') return [gone];
    if (payment !== 'none') return [asked];
    return [
      { ...asked, change: { payment: 'authorised', notice: true } },
      { ...gone, change: { payment: 'declined' } },
    ];
  }
  return heardOrNot({ ...gone, change: { payment: payment === 'declined' ? 'declined' : 'voided' } });
}

function append(order: Order | undefined, order_id: string, events: NewOrderEvent[]): Order {
  return events.reduce<Order | undefined>(
    (before, event) =>
      evolve(before, { ...event, order_id, seq: (before?.seq ?? 0) + 1, version: 1, at: AT } as OrderEvent),
    order,
  ) as Order;
}
