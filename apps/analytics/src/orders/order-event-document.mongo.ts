import type { EventMap, OrderRefunded } from '@app/contracts';
import { type Document, Long } from 'mongodb';
import { segmentOf } from '../figures/periods.js';
import type { RecordedEvent } from '../figures/recorded-events.js';
import type { EventDocument } from '../mongo/event-documents.mongo.js';

/** The events of `analytics.orders`. */
export type OrderEventType =
  | 'order_completed'
  | 'order_rejected'
  | 'order_cancelled'
  | 'order_refunded'
  | 'stock_returned';
export type OrderEvent = EventMap[OrderEventType];

/** What happened to an order, in `order_events`: the event without the shopper's address. */
export interface OrderEventDocument extends EventDocument, Document {
  type: OrderEventType;
  order_id: string;
  trace_id: string;
  recorded_at: Date;
}

export function toOrderEventDocument(event: OrderEvent, traceId: string, recordedAt: Date): OrderEventDocument {
  const { customer_email, ...known } = event as OrderEvent & { customer_email?: string };
  const occurredAt = new Date(event.occurred_at);
  return {
    ...(amountsAsLongs(known) as OrderEvent),
    _id: event.event_id,
    occurred_at: occurredAt,
    trace_id: traceId,
    recorded_at: recordedAt,
    segment: segmentOf(occurredAt),
  };
}

/** Amounts as 64-bit integers, wherever they are. */
function amountsAsLongs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(amountsAsLongs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name.endsWith('_cents') && typeof field === 'number' ? Long.fromNumber(field) : amountsAsLongs(field),
    ]),
  );
}

/** What figures need of it: money that came back, by line, when it came back. */
export function refundsOf(document: OrderEventDocument): RecordedEvent[] {
  if (document.type !== 'order_refunded') return [];
  const { lines, currency } = document as unknown as Pick<OrderRefunded, 'lines' | 'currency'>;
  return lines.map(({ line, product_id, product_name, quantity, refunded_cents }) => ({
    id: `${document._id}/${line}`,
    product_id,
    currency,
    name: product_name,
    at: document.occurred_at.getTime(),
    kind: 'refund',
    quantity,
    cents: BigInt(refunded_cents.toString()),
  }));
}
