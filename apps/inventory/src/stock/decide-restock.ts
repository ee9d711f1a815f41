import { type Failure, LIMITS, type Product, type RestockRequest } from '@app/contracts';

/** A restock as it is stored, for ever. */
export interface RecordedRestock {
  restock_id: string;
  product_id: number;
  quantity: number;
  /** Right after this restock. */
  stock_after: number;
  product_version: number;
}

/** `product` is what has to be written, absent on a replay. */
export type RestockDecision =
  | { ok: true; replayed: boolean; restock: RecordedRestock; product?: Pick<Product, 'id' | 'stock' | 'version'> }
  | Failure;

/** Adds stock once per restock_id: the same rules as for a sale. What is refused is not stored. */
export function decideRestock(
  request: RestockRequest,
  earlier: RecordedRestock | undefined,
  product: Pick<Product, 'id' | 'stock' | 'version'> | undefined,
): RestockDecision {
  const { restock_id, product_id, quantity } = request;
  if (earlier) return repeated(request, earlier);
  if (!product) return { ok: false, failure: 'product-not-found', message: `There is no product ${product_id}` };
  const stock = product.stock + quantity;
  if (stock > LIMITS.int32) {
    const message = `${product.stock} units and ${quantity} more would pass ${LIMITS.int32}`;
    return { ok: false, failure: 'stock-out-of-range', message };
  }
  const version = product.version + 1;
  const restock = { restock_id, product_id, quantity, stock_after: stock, product_version: version };
  return { ok: true, replayed: false, restock, product: { id: product.id, stock, version } };
}

function repeated({ restock_id, product_id, quantity }: RestockRequest, earlier: RecordedRestock): RestockDecision {
  if (earlier.product_id === product_id && earlier.quantity === quantity) {
    return { ok: true, replayed: true, restock: earlier };
  }
  const message = `The restock_id ${restock_id} belongs to a restock with another body`;
  return { ok: false, failure: 'restock-id-reused', message };
}
