import type { Order as OrderMessage } from '@app/contracts';
import { type Order, refundedQuantity } from './order.js';
import type { OrderEvent } from './order-event.js';

/** An order as it goes over the wire. */
export function toOrderMessage(order: Order, history: readonly OrderEvent[] = []): OrderMessage {
  const { order_id, state, reason, currency, total_cents, refunded_cents, placed_at, completed_at } = order;
  return {
    order_id,
    state,
    reason: reason ?? '',
    currency,
    total_cents,
    refunded_cents,
    lines: order.lines.map((line) => ({ ...line, refunded_quantity: refundedQuantity(order, line.line) })),
    placed_at,
    completed_at: completed_at ?? '',
    history: history.map(({ seq, type, at }) => ({ seq, type, at })),
  };
}
