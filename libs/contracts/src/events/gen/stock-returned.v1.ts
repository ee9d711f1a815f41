// Generated from stock-returned.v1.schema.json by `npm run generate`. Do not edit.

/**
 * Units of an order's line went back to stock. Published once for each line of a return. Consumers are idempotent by event_id. Producers may add fields.
 */
export interface StockReturned {
  /**
   * uuid; equals the AMQP messageId.
   */
  event_id: string;
  type: 'stock_returned';
  version: 1;
  /**
   * RFC 3339, UTC.
   */
  occurred_at: string;
  return_id: string;
  order_id: string;
  /**
   * The line of the order, from 1.
   */
  line: number;
  product_id: number;
  product_name: string;
  quantity: number;
  /**
   * At which they had been sold. Minor units of currency.
   */
  unit_price_cents: number;
  /**
   * ISO 4217.
   */
  currency: string;
  /**
   * What can be sold right after this return.
   */
  stock_after: number;
  /**
   * Grows with each change of the product; orders events of one product, which may arrive in any order.
   */
  product_version: number;
}
