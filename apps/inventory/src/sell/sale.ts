/** What a shopper asks for, validated: field names and bounds of the HTTP body. */
export interface SaleRequest {
  product_id: number;
  quantity: number;
  order_id: string;
  customer_email: string | null;
}

/** A sale as it is stored, permanently. */
export interface RecordedSale {
  /** uuid v7, equal to the event_id. */
  sale_id: string;
  order_id: string;
  /** 0 for a simple sale, from 1 for the lines of an order. */
  line: number;
  product_id: number;
  product_name: string;
  quantity: number;
  unit_price_cents: number;
  total_cents: number;
  currency: string;
  /** What could be sold right after this sale. */
  stock_after: number;
  product_version: number;
  customer_email: string | null;
  /** RFC 3339, UTC, milliseconds. */
  occurred_at: string;
}
