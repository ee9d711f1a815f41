import type { Failure } from '@app/contracts';
import type { Order } from './order.js';

/** The answer to the one who placed it: the order as it stands, or why it will never be one. The state decides, not whether this is a repeat. */
export function answerFor(order: Order, replayed: boolean): { ok: true; order: Order; replayed: boolean } | Failure {
  const { order_id, state } = order;
  const told = { ...(replayed && { replayed }), state };
  if (order.payment.state === 'declined' || order.reason === 'declined') {
    const message = `The payment of order ${order_id} was declined; nothing was charged`;
    return { ok: false, failure: 'payment-declined', message, ...told };
  }
  if (state === 'rejected') {
    const message = `Order ${order_id} was not paid in time; nothing was charged`;
    return { ok: false, failure: 'order-expired', message, ...told };
  }
  if (state === 'cancelled') {
    const message = `Order ${order_id} was cancelled; nothing was charged`;
    return { ok: false, failure: 'order-cancelled', message, ...told };
  }
  return { ok: true, order, replayed };
}
