/** A product as its row was under the lock. */
export interface ProductRow {
  id: number;
  name: string;
  price_cents: number;
  currency: string;
  /** Units in the house, those that are held included. */
  stock: number;
  /** Units that pending reservations hold. */
  reserved: number;
  version: number;
  /** Neither sold nor reserved any more; what is reserved is still confirmed. */
  archived: boolean;
  /** Without it a low stock is not announced. */
  low_stock_threshold: number | null;
  /** stock_low was written, and the stock has not recovered since. */
  is_low: boolean;
}

/** The one meaning of stock on every wire: what can be sold now. */
export const available = ({ stock, reserved }: Pick<ProductRow, 'stock' | 'reserved'>): number => stock - reserved;
