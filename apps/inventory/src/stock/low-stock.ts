import { encodeEvent } from '@app/contracts';
import { available, type ProductRow } from '../batch/product.js';

/** As much of a product as the event names. */
export type LowProduct = Pick<ProductRow, 'id' | 'name' | 'stock' | 'reserved' | 'version' | 'low_stock_threshold'>;

/** A product that has just become low, and the event that says so. */
export interface StockLow {
  event_id: string;
  product: LowProduct;
}

/**
 * Whether a product counts as low after its stock changed: from the moment when no more than the threshold can be sold until
 * a tenth more than the threshold can, because reservations that come and go make the stock flap.
 */
export function isLowAfter(
  { low_stock_threshold, is_low }: Pick<ProductRow, 'low_stock_threshold' | 'is_low'>,
  left: number,
): boolean {
  if (low_stock_threshold === null) return false;
  return left <= low_stock_threshold || (is_low && left < recoveredAt(low_stock_threshold));
}

/** A tenth above the threshold, one unit at least. */
export const recoveredAt = (threshold: number): number => Math.max(threshold + 1, Math.ceil(threshold * 1.1));

/** The `stock_low` bytes. */
export const stockLowEvent = ({ event_id, product }: StockLow, occurred_at: string): Buffer =>
  encodeEvent({
    event_id,
    type: 'stock_low',
    version: 1,
    occurred_at,
    product_id: product.id,
    product_name: product.name,
    stock: available(product),
    threshold: product.low_stock_threshold ?? 0,
    product_version: product.version,
  });
