import { createHash } from 'node:crypto';
import type { EventType } from '@app/contracts';
import { evolve } from './evolve-order.js';
import type { Order, RefundLine } from './order.js';
import type { OrderEvent, OrderEventType } from './order-event.js';

/** An event of the shop on its way into the outbox. */
export interface OutboxMessage {
  event_id: string;
  type: EventType;
  payload: string;
  traceparent: string | undefined;
  /** When it happened, RFC 3339. */
  at: string;
}

/** Events of an order that may be announced. */
export const ANNOUNCED_BY: OrderEventType[] = [
  'payment_captured',
  'stock_released',
  'payment_voided',
  'refund_completed',
];

/**
 * What is announced of an order because of these events: its first end, and each refund. The id of an announcement follows
 * from the history, so it can be announced again under the same id.
 */
export function announcementsOf(order: Order | undefined, history: readonly OrderEvent[]): OutboxMessage[] {
  const messages: OutboxMessage[] = [];
  let before = order;
  for (const event of history) {
    const after = evolve(before, event);
    const told = announcement(before, after, event);
    if (told) messages.push(messageOf(told, after, event));
    before = after;
  }
  return messages;
}

type Announcement = { type: EventType } & Record<string, unknown>;

function announcement(before: Order | undefined, after: Order, event: OrderEvent): Announcement | undefined {
  if (event.type === 'refund_completed') return refunded(after, event.data.refund_id);
  if (before?.ended_at !== undefined || after.ended_at === undefined) return undefined;
  const { lines, currency, total_cents, placed_at, completed_at, reason, customer_email } = after;
  const facts = { lines, currency, total_cents, placed_at, ...(customer_email !== undefined && { customer_email }) };
  if (after.state === 'completed') return { type: 'order_completed', ...facts, completed_at };
  return { type: after.state === 'cancelled' ? 'order_cancelled' : 'order_rejected', reason, ...facts };
}

function refunded(order: Order, refund_id: string): Announcement | undefined {
  const refund = order.refunds.find((one) => one.refund_id === refund_id);
  if (!refund) return undefined;
  const { currency, customer_email, refunded_cents: refunded_total_cents } = order;
  return {
    type: 'order_refunded',
    refund_id,
    lines: refund.lines.map((line) => refundedLine(order, line)),
    currency,
    refunded_cents: refund.cents,
    refunded_total_cents,
    restock: refund.restock,
    ...(customer_email !== undefined && { customer_email }),
  };
}

function refundedLine(order: Order, { line, quantity }: RefundLine) {
  const bought = order.lines.find((one) => one.line === line);
  const { product_id, product_name, unit_price_cents = 0 } = bought ?? {};
  return { line, product_id, product_name, quantity, refunded_cents: unit_price_cents * quantity };
}

function messageOf({ type, ...facts }: Announcement, order: Order, { seq, at }: OrderEvent): OutboxMessage {
  const { order_id, traceparent } = order;
  const event_id = eventId(order_id, seq, type);
  const payload = JSON.stringify({ event_id, type, version: 1, occurred_at: at, order_id, ...facts });
  return { event_id, type, payload, traceparent, at };
}

/** A uuid made of what it names (RFC 9562, version 8). */
export function eventId(order_id: string, seq: number, type: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([order_id, seq, type]))
    .digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
