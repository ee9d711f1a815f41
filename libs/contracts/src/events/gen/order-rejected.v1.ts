// Generated from order-rejected.v1.schema.json by `npm run generate`. Do not edit.

/**
 * An order ended without a sale: its units were released and nothing was charged. Consumers are idempotent by event_id. Producers may add fields.
 */
export interface OrderRejected {
  /**
   * uuid; equals the AMQP messageId.
   */
  event_id: string;
  type: 'order_rejected';
  version: 1;
  /**
   * RFC 3339, UTC.
   */
  occurred_at: string;
  order_id: string;
  /**
   * A stable code, such as payment-declined or reservation-expired.
   */
  reason: string;
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
   * What the order would have cost.
   */
  total_cents: number;
  /**
   * RFC 3339, UTC.
   */
  placed_at: string;
}
