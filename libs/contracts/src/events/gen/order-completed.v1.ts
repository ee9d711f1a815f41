// Generated from order-completed.v1.schema.json by `npm run generate`. Do not edit.

/**
 * An order was paid and its units were sold. Consumers are idempotent by event_id. Producers may add fields.
 */
export interface OrderCompleted {
  /**
   * uuid; equals the AMQP messageId.
   */
  event_id: string;
  type: 'order_completed';
  version: 1;
  /**
   * RFC 3339, UTC.
   */
  occurred_at: string;
  order_id: string;
  /**
   * @minItems 1
   * @maxItems 50
   */
  lines: {
    /**
     * The position in the order, from 1.
     */
    line: number;
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
  }[];
  /**
   * ISO 4217.
   */
  currency: string;
  /**
   * Sum of the lines: what was captured.
   */
  total_cents: number;
  /**
   * RFC 3339, UTC.
   */
  placed_at: string;
  /**
   * RFC 3339, UTC.
   */
  completed_at: string;
  /**
   * Where the mail goes, when the shopper gave an address.
   */
  customer_email?: string;
}
