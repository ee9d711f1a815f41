// Generated from order-refunded.v1.schema.json by `npm run generate`. Do not edit.

/**
 * Money of a completed order was paid back, in full or by line. Published once for each refund. Consumers are idempotent by event_id. Producers may add fields.
 */
export interface OrderRefunded {
  /**
   * uuid; equals the AMQP messageId.
   */
  event_id: string;
  type: 'order_refunded';
  version: 1;
  /**
   * RFC 3339, UTC.
   */
  occurred_at: string;
  order_id: string;
  refund_id: string;
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
     * What was paid back for these units.
     */
    refunded_cents: number;
  }[];
  /**
   * ISO 4217.
   */
  currency: string;
  /**
   * What this refund paid back.
   */
  refunded_cents: number;
  /**
   * What all refunds of the order have paid back, this one included.
   */
  refunded_total_cents: number;
  /**
   * Whether the units went back to stock; stock_returned tells of them.
   */
  restock: boolean;
  /**
   * Where the mail goes, when the shopper gave an address.
   */
  customer_email?: string;
}
