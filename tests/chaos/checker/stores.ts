import type { Arrival } from './recovery.ts';

/** What all stores said when everything was quiet: plain data, read once. */
export interface Stores {
  products: ProductRow[];
  sales: SaleRow[];
  /** Units of restocks, returns and corrections, by product. */
  added: { product_id: number; units: number }[];
  reservations: { order_id: string; state: string }[];
  orders: OrderRow[];
  payments: PaymentRow[];
  /** event_ids that wait in an outbox. */
  outbox: string[];
  /** Messages by queue, work queues and their retry queues. */
  queues: { name: string; messages: number }[];
  /** message_ids in dead letter queues. */
  deadLetters: { queue: string; message_id: string }[];
  /** What was put there to be refused. */
  poisons: string[];
  saleDocuments: string[];
  /** When each of them had happened, and when it was stored. */
  arrivals: Arrival[];
  orderDocuments: { event_id: string; type: string; order_id: string }[];
  mails: { message_id: string; dropped: boolean }[];
  figures: { product_id: number; sales: number; units: number; revenue_cents: number }[];
  /** Ends of processes that nobody here has caused. */
  exits: { at: number; name: string; how: string }[];
  /** Lines of logs that say that something nobody expected went wrong. */
  complaints: string[];
}

export interface ProductRow {
  product_id: number;
  initial: number;
  stock: number;
  reserved: number;
}

export interface SaleRow {
  sale_id: string;
  order_id: string;
  line: number;
  product_id: number;
  quantity: number;
  total_cents: number;
}

export interface OrderRow {
  order_id: string;
  state: string;
  total_cents: number;
  refunded_cents: number;
  due: boolean;
  refunds: number;
}

export interface PaymentRow {
  order_id: string;
  state: string;
  captured_cents: number;
  refunded_cents: number;
}
