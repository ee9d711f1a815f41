import type { Failure } from '@app/contracts';
import type { Outcome, SettledReservation } from '../process/outcome.js';
import { PROCESS } from '../process/process-table.js';
import { decideRefund, type RefundCommand } from './decide-refund.js';
import type { EndReason, Order, OrderLine } from './order.js';
import type { NewOrderEvent } from './order-event.js';

/** What is asked of an order, or what came of an effect. */
export type OrderCommand =
  | { type: 'place'; placed_by: string; customer_email?: string; traceparent?: string; reservation: Reserved }
  | { type: 'cancel' }
  | ({ type: 'refund' } & RefundCommand)
  | { type: 'record'; outcome: Outcome };

/** Units that are held for an order. */
export interface Reserved {
  attempt: number;
  currency: string;
  total_cents: number;
  lines: OrderLine[];
  expires_at: string;
}

export type Decision = { ok: true; events: NewOrderEvent[] } | Failure;

const nothing: Decision = { ok: true, events: [] };
const happened = (...events: NewOrderEvent[]): Decision => ({ ok: true, events });

/** What happens because of a command; no events when nothing does, because it happened before. */
export function decide(order: Order | undefined, command: OrderCommand): Decision {
  if (command.type === 'place') return order ? nothing : place(command);
  if (!order) return { ok: false, failure: 'order-not-found', message: 'There is no such order' };
  if (command.type === 'cancel') return cancel(order);
  if (command.type === 'refund') return decideRefund(order, command);
  return happened(...eventsOf(order, command.outcome));
}

function place({ placed_by, customer_email, traceparent, reservation }: Extract<OrderCommand, { type: 'place' }>) {
  const given = { ...(customer_email && { customer_email }), ...(traceparent && { traceparent }) };
  return happened({ type: 'placed', data: { placed_by, ...given } }, { type: 'reserved', data: reservation });
}

/** Inventory has released the units because of this cancel. A compensation that has begun goes on. */
function cancel({ state, order_id }: Order): Decision {
  if (state === 'reserved' || state === 'authorised') return happened({ type: 'cancel_accepted', data: {} });
  if (state === 'voiding' || state === 'releasing' || state === 'cancelled') return nothing;
  const message = `Order ${order_id} is ${state} and cannot be cancelled`;
  return { ok: false, failure: 'order-not-cancellable', message, state };
}

/** The row of the table for what came of an effect, as events. None when the order has moved on meanwhile. */
function eventsOf(order: Order, result: Outcome): NewOrderEvent[] {
  const row = PROCESS.find(
    ({ state, effect, outcome }) => state === order.state && effect === result.effect && outcome === result.outcome,
  );
  if (!row || (result.outcome === 'pending' && order.payment.state === 'pending')) return [];
  if ('refund_id' in result && !isDue(order, result)) return [];
  return [{ type: row.event, data: dataOf(order, result) } as NewOrderEvent, ...consequences(order, result)];
}

function isDue({ refunds }: Order, { effect, refund_id }: { effect: string; refund_id: string }): boolean {
  const wanted = effect === 'refund' ? 'requested' : 'paid';
  return refunds.some((refund) => refund.refund_id === refund_id && refund.state === wanted);
}

/** Without units to put back a refund is complete when it is paid. */
function consequences(order: Order, result: Outcome): NewOrderEvent[] {
  if (result.effect !== 'refund' || result.outcome !== 'refunded') return [];
  const refund = order.refunds.find(({ refund_id }) => refund_id === result.refund_id);
  if (!refund || refund.restock) return [];
  const end = order.refunded_cents + refund.cents === order.total_cents ? 'refunded' : 'completed';
  return [{ type: 'refund_completed', data: { refund_id: refund.refund_id, end } }];
}

function dataOf(order: Order, result: Outcome): object {
  switch (result.effect) {
    case 'confirm':
      return result.outcome === 'lost' ? result.reservation : { sale_ids: result.sale_ids };
    case 'void': {
      const { refunded_cents } = result;
      return order.state === 'withdrawing' ? { refunded_cents, end: endFor(order.reason) } : { refunded_cents };
    }
    case 'release': {
      const reason = reasonOf(order, result.reservation);
      return { end: endFor(reason), reason };
    }
    case 'restock': {
      const end = order.refunded_cents === order.total_cents ? 'refunded' : 'completed';
      return { refund_id: result.refund_id, end };
    }
    default: {
      if (result.outcome === 'too-late') return { why: 'the reservation ends soon and nothing is paid' };
      const { effect, outcome, ...data } = result;
      return data;
    }
  }
}

/** The reservation decides: its first release gives the reason. */
function reasonOf({ payment }: Order, reservation: SettledReservation): EndReason {
  if (reservation.reason === 'cancelled') return 'cancelled';
  return payment.state === 'declined' ? 'declined' : 'expired';
}

const endFor = (reason: EndReason | undefined) =>
  reason === 'cancelled' || reason === 'capture-refused' ? 'cancelled' : 'rejected';
