import { encodeEvent } from '@app/contracts';
import type { RecordedSale } from './sale.js';

/** The `product_sold` bytes of a sale. Always the same bytes for the same sale, so a rebuilt event equals the first one. */
export function saleEvent(sale: RecordedSale): Buffer {
  return encodeEvent({
    event_id: sale.sale_id,
    type: 'product_sold',
    version: 1,
    occurred_at: sale.occurred_at,
    order_id: sale.order_id,
    ...(sale.line === 0 ? {} : { line: sale.line }),
    product_id: sale.product_id,
    product_name: sale.product_name,
    quantity: sale.quantity,
    unit_price_cents: sale.unit_price_cents,
    total_cents: sale.total_cents,
    currency: sale.currency,
    stock_after: sale.stock_after,
    product_version: sale.product_version,
    ...(sale.customer_email === null ? {} : { customer_email: sale.customer_email }),
  });
}
