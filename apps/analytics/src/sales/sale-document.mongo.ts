import type { ProductSold } from '@app/contracts';
import { Long } from 'mongodb';
import { segmentOf } from '../figures/periods.js';
import type { RecordedEvent } from '../figures/recorded-events.js';
import type { EventDocument } from '../mongo/event-documents.mongo.js';

type Event = Required<Omit<ProductSold, 'customer_email' | 'line'>>;

/**
 * One sale in `sales_events`: the event, flat, without what analytics has no use for (the shopper's address), and what
 * analytics adds. Fields that a later producer adds are not stored before this list names them.
 */
export interface SaleDocument extends EventDocument, Omit<Event, 'occurred_at' | 'unit_price_cents' | 'total_cents'> {
  /** The line of an order; a simple sale has none. */
  line?: number;
  /** 64-bit integers: a number that fits into 32 bits would be stored as such, another one as a double. */
  unit_price_cents: Long;
  total_cents: Long;
  trace_id: string;
  recorded_at: Date;
}

export function toSaleDocument(event: ProductSold, traceId: string, recordedAt: Date): SaleDocument {
  const occurredAt = new Date(event.occurred_at);
  return {
    _id: event.event_id,
    event_id: event.event_id,
    type: event.type,
    version: event.version,
    occurred_at: occurredAt,
    order_id: event.order_id,
    ...(event.line === undefined ? {} : { line: event.line }),
    product_id: event.product_id,
    product_name: event.product_name,
    quantity: event.quantity,
    unit_price_cents: Long.fromNumber(event.unit_price_cents),
    total_cents: Long.fromNumber(event.total_cents),
    currency: event.currency,
    stock_after: event.stock_after,
    product_version: event.product_version,
    trace_id: traceId,
    recorded_at: recordedAt,
    segment: segmentOf(occurredAt),
  };
}

/** What figures need of a sale. The driver reads 64-bit integers back as numbers. */
export const saleEvent = (
  sale: Pick<SaleDocument, '_id' | 'product_id' | 'currency' | 'product_name' | 'quantity' | 'occurred_at'> & {
    total_cents: Long | number;
  },
): RecordedEvent => ({
  id: sale._id,
  product_id: sale.product_id,
  currency: sale.currency,
  name: sale.product_name,
  at: sale.occurred_at.getTime(),
  kind: 'sale',
  quantity: sale.quantity,
  cents: BigInt(sale.total_cents.toString()),
});
