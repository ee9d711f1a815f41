import { encodeEvent } from '@app/contracts';
import type { RecordedReturn } from './reservation.js';

/** The `stock_returned` bytes of a line that came back. Always the same bytes for the same return. */
export const returnEvent = ({ event_id, occurred_at, ...returned }: RecordedReturn): Buffer =>
  encodeEvent({
    event_id,
    type: 'stock_returned',
    version: 1,
    occurred_at,
    return_id: returned.return_id,
    order_id: returned.order_id,
    line: returned.line,
    product_id: returned.product_id,
    product_name: returned.product_name,
    quantity: returned.quantity,
    unit_price_cents: returned.unit_price_cents,
    currency: returned.currency,
    stock_after: returned.stock_after,
    product_version: returned.product_version,
  });
