import { statesAfter } from '../process/process-table.js';
import { isEnd, type Order, type OrderState, type Payment, type Refund } from './order.js';
import type { OrderEvent, OrderEventData } from './order-event.js';

/** An order of which nothing is known yet. */
const NOTHING: Order = {
  order_id: '',
  placed_by: '',
  customer_email: undefined,
  traceparent: undefined,
  state: 'reserved',
  reason: undefined,
  seq: 0,
  attempt: 1,
  currency: '',
  total_cents: 0,
  refunded_cents: 0,
  lines: [],
  payment: { state: 'unknown', payment_id: undefined },
  refunds: [],
  expires_at: '',
  placed_at: '',
  completed_at: undefined,
  ended_at: undefined,
};

/** The order after one more event. Total: an event that cannot happen here, or that is not known, changes nothing but `seq`. */
export function evolve(order: Order | undefined, event: OrderEvent): Order {
  const { seq, order_id, at } = event;
  const before: Order = order ?? { ...NOTHING, order_id, placed_at: at };
  if (event.type === 'placed' || event.type === 'reserved') {
    return before.seq < 2 ? { ...before, ...event.data, seq } : { ...before, seq };
  }
  const next = stateAfter(before.state, event);
  if (!next) return { ...before, seq };
  const after = { ...before, ...changesOf(before, event), state: next, seq };
  return isEnd(next) && !before.ended_at ? { ...after, ended_at: at } : after;
}

/** The order that a history leads to, or undefined when nothing happened. */
export function fold(history: readonly OrderEvent[]): Order | undefined {
  return history.reduce<Order | undefined>(evolve, undefined);
}

function stateAfter(state: OrderState, { type, data }: OrderEvent): OrderState | undefined {
  const possible = statesAfter(state, type);
  if (!possible || possible.length === 1) return possible?.[0];
  return possible.find((one) => one === (data as { end?: string }).end);
}

type Change<T extends keyof OrderEventData> = (before: Order, data: OrderEventData[T], at: string) => Partial<Order>;

/** What each event changes beside the state. */
const CHANGES: { [T in keyof OrderEventData]?: Change<T> } = {
  payment_pending: (_, { payment_id }) => ({ payment: { state: 'pending', payment_id } }),
  payment_authorised: (_, { payment_id }) => ({ payment: { state: 'authorised', payment_id } }),
  payment_declined: (before) => ({ payment: paid(before, 'declined'), reason: 'declined' }),
  payment_captured: (before, _, at) => ({ payment: paid(before, 'captured'), completed_at: at }),
  capture_refused: () => ({ reason: 'capture-refused' }),
  payment_voided: (before) => ({ payment: paid(before, 'voided') }),
  stock_released: (_, { reason }) => ({ reason }),
  refund_requested: ({ refunds }, refund) => ({ refunds: [...refunds, { ...refund, state: 'requested' }] }),
  refund_paid: (before, { refund_id }) => ({
    refunds: refundIs(before, refund_id, 'paid'),
    refunded_cents: before.refunded_cents + centsOf(before, refund_id),
  }),
  refund_refused: (before, { refund_id }) => ({ refunds: refundIs(before, refund_id, 'refused') }),
  refund_completed: (before, { refund_id }) => ({ refunds: refundIs(before, refund_id, 'done') }),
  late_money_found: (_, { payment_id }) => ({ payment: { state: 'authorised', payment_id } }),
};

function changesOf(before: Order, { type, data, at }: OrderEvent): Partial<Order> {
  const change = CHANGES[type] as ((before: Order, data: unknown, at: string) => Partial<Order>) | undefined;
  return change?.(before, data, at) ?? {};
}

const paid = ({ payment }: Order, state: Payment['state']): Payment => ({ ...payment, state });

const refundIs = ({ refunds }: Order, refund_id: string, state: Refund['state']): Refund[] =>
  refunds.map((refund) => (refund.refund_id === refund_id ? { ...refund, state } : refund));

const centsOf = ({ refunds }: Order, refund_id: string): number =>
  refunds.find((refund) => refund.refund_id === refund_id && refund.state === 'requested')?.cents ?? 0;
