import { type Failure, LIMITS, type RestockRequest } from '@app/contracts';
import { available, type ProductRow } from '../batch/product.js';

/** What a change of stock needs to know of its product. */
export type StockRow = Pick<ProductRow, 'id' | 'stock' | 'reserved' | 'version'>;

/** A restock as it is stored, for ever. */
export interface RecordedRestock {
  restock_id: string;
  product_id: number;
  quantity: number;
  /** What could be sold right after this restock. */
  stock_after: number;
  product_version: number;
}

/** `product` is what has to be written, absent on a replay. */
export type RestockDecision = { ok: true; replayed: boolean; restock: RecordedRestock; product?: StockRow } | Failure;

/** Adds stock once per restock_id: the same rules as for a sale. What is refused is not stored. */
export function decideRestock(
  request: RestockRequest,
  earlier: RecordedRestock | undefined,
  product: StockRow | undefined,
): RestockDecision {
  const { restock_id, product_id, quantity } = request;
  if (earlier) return repeated(request, earlier);
  if (!product) return { ok: false, failure: 'product-not-found', message: `There is no product ${product_id}` };
  const stock = product.stock + quantity;
  if (stock > LIMITS.int32) {
    const message = `${product.stock} units and ${quantity} more would pass ${LIMITS.int32}`;
    return { ok: false, failure: 'stock-out-of-range', message };
  }
  const after = { ...product, stock, version: product.version + 1 };
  const restock = { restock_id, product_id, quantity, stock_after: available(after), product_version: after.version };
  return { ok: true, replayed: false, restock, product: after };
}

function repeated({ restock_id, product_id, quantity }: RestockRequest, earlier: RecordedRestock): RestockDecision {
  if (earlier.product_id === product_id && earlier.quantity === quantity) {
    return { ok: true, replayed: true, restock: earlier };
  }
  const message = `The restock_id ${restock_id} belongs to a restock with another body`;
  return { ok: false, failure: 'restock-id-reused', message };
}
