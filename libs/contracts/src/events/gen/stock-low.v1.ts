// Generated from stock-low.v1.schema.json by `npm run generate`. Do not edit.

/**
 * What can be sold of a product fell to its threshold or below. Published once for each fall. Consumers are idempotent by event_id. Producers may add fields.
 */
export interface StockLow {
  /**
   * uuid; equals the AMQP messageId.
   */
  event_id: string;
  type: 'stock_low';
  version: 1;
  /**
   * RFC 3339, UTC.
   */
  occurred_at: string;
  product_id: number;
  product_name: string;
  /**
   * What could be sold then.
   */
  stock: number;
  threshold: number;
  /**
   * Grows with each change of the product; orders events of one product, which may arrive in any order.
   */
  product_version: number;
}
