// Generated from product-sold.v1.schema.json by `npm run generate`. Do not edit.

/**
 * A sale was recorded. Published once per sale with routing key product_sold; consumers are idempotent by event_id. Producers may add fields.
 */
export interface ProductSold {
  /**
   * uuid v7; equals the sale_id and the AMQP messageId.
   */
  event_id: string;
  type: 'product_sold';
  version: 1;
  /**
   * RFC 3339, UTC.
   */
  occurred_at: string;
  order_id: string;
  product_id: number;
  product_name: string;
  quantity: number;
  /**
   * Minor units of currency.
   */
  unit_price_cents: number;
  /**
   * unit_price_cents times quantity.
   */
  total_cents: number;
  /**
   * ISO 4217.
   */
  currency: string;
  /**
   * What can be sold right after this sale.
   */
  stock_after: number;
  /**
   * Grows with each change of the product; orders events of one product, which may arrive in any order.
   */
  product_version: number;
  /**
   * Where the mail of this sale goes, when the shopper gave an address.
   */
  customer_email?: string;
  /**
   * The line of an order, from 1. A simple sale has none.
   */
  line?: number;
}
