import { type Failure, type FailureCode, LIMITS } from '@app/contracts';
import { available, type ProductRow } from '../batch/product.js';
import { isLowAfter } from './low-stock.js';

/** A delivery or a correction, validated. */
export interface ChangeRequest {
  /** The restock_id or adjustment_id. */
  id: string;
  product_id: number;
  /** Units that come in; negative for those that are gone. */
  quantity: number;
  /** Of a correction. */
  reason?: string;
}

/** A change as it is stored, permanently. */
export interface RecordedChange extends ChangeRequest {
  /** What could be sold right after this change. */
  stock_after: number;
  product_version: number;
}

/** What a change needs to know of its product. */
export type StockRow = Pick<
  ProductRow,
  'id' | 'name' | 'stock' | 'reserved' | 'version' | 'low_stock_threshold' | 'is_low'
>;

/** `product` is what has to be written, absent on a replay; `fell`: that it became low is, too. */
export type ChangeDecision =
  | { ok: true; replayed: boolean; change: RecordedChange; product?: StockRow; fell?: boolean }
  | Failure;

/**
 * Changes the stock once for each id, by the same rules as a sale. What pending orders hold cannot be taken away. What is
 * refused is not stored.
 * @param reused the failure of an id that was used with another body
 */
export function decideChange(
  request: ChangeRequest,
  earlier: RecordedChange | undefined,
  product: StockRow | undefined,
  reused: FailureCode,
): ChangeDecision {
  const { product_id, quantity } = request;
  if (earlier) return repeated(request, earlier, reused);
  if (!product) return { ok: false, failure: 'product-not-found', message: `There is no product ${product_id}` };
  const after = { ...product, stock: product.stock + quantity, version: product.version + 1 };
  if (after.stock > LIMITS.int32) {
    const message = `${product.stock} units and ${quantity} more would pass ${LIMITS.int32}`;
    return { ok: false, failure: 'stock-out-of-range', message };
  }
  if (available(after) < 0) return tooMany(-quantity, available(product));
  const change = { ...request, stock_after: available(after), product_version: after.version };
  after.is_low = isLowAfter(product, available(after));
  return { ok: true, replayed: false, change, product: after, fell: after.is_low && !product.is_low };
}

const tooMany = (units: number, left: number): Failure => ({
  ok: false,
  failure: 'insufficient-stock',
  message: `${units} units were to be taken out, ${left} are left that are not reserved`,
  available: left,
});

function repeated(request: ChangeRequest, earlier: RecordedChange, reused: FailureCode): ChangeDecision {
  const { id, product_id, quantity, reason } = request;
  const isSame = earlier.product_id === product_id && earlier.quantity === quantity && earlier.reason === reason;
  if (isSame) return { ok: true, replayed: true, change: earlier };
  return { ok: false, failure: reused, message: `The id ${id} belongs to a change of stock with another body` };
}
