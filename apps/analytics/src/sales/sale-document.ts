import type { ProductSold } from '@app/contracts';

/**
 * One sale in `sales_events`: the event, flat, without what analytics has no use for (the shopper's address), and what
 * analytics adds. Fields that a later producer adds are not stored before this list names them.
 */
export interface SaleDocument extends Required<Omit<ProductSold, 'customer_email' | 'line'>> {
  /** The line of an order; a simple sale has none. */
  line?: number;
  /** The event_id: what makes a second delivery harmless. */
  _id: string;
  trace_id: string;
  /** RFC 3339, UTC. */
  recorded_at: string;
}

export function toSaleDocument(event: ProductSold, traceId: string, recordedAt: Date): SaleDocument {
  return {
    _id: event.event_id,
    event_id: event.event_id,
    type: event.type,
    version: event.version,
    occurred_at: event.occurred_at,
    order_id: event.order_id,
    ...(event.line === undefined ? {} : { line: event.line }),
    product_id: event.product_id,
    product_name: event.product_name,
    quantity: event.quantity,
    unit_price_cents: event.unit_price_cents,
    total_cents: event.total_cents,
    currency: event.currency,
    stock_after: event.stock_after,
    product_version: event.product_version,
    trace_id: traceId,
    recorded_at: recordedAt.toISOString(),
  };
}
