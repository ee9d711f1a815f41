import { type Failure, LIMITS } from '@app/contracts';
import type { ProductRow, RecordedSale, SaleRequest } from './sale.js';

/** Answer to one request: a sale (recorded now or earlier) or the reason why there is none. */
export type SaleDecision = { ok: true; replayed: boolean; sale: RecordedSale } | Failure;

/** What the decision is made from. Everything was read under locks that are still held. */
export interface Situation {
  products: ReadonlyMap<number, ProductRow>;
  /** Sales that exist for the order_ids of the requests. */
  sales: ReadonlyMap<string, RecordedSale>;
  /** One moment for the whole batch, RFC 3339. */
  occurredAt: string;
  newSaleId: () => string;
}

/** One decision for each request, in their order, and what has to be written for them to be true. */
export interface Decisions {
  outcomes: SaleDecision[];
  /** New sales with the index of the request that made each. */
  recorded: { index: number; sale: RecordedSale }[];
  /** Products whose stock changed, as they are after the batch. */
  products: ProductRow[];
}

/**
 * Decides a batch as if its requests came one after the other: the first of equal order_ids wins, each sale takes its
 * units before the next is looked at, and a request that is refused changes nothing.
 */
export function decideSales(requests: readonly SaleRequest[], situation: Situation): Decisions {
  const sales = new Map(situation.sales);
  const changed = new Map<number, ProductRow>();
  const recorded: Decisions['recorded'] = [];

  const outcomes = requests.map((request, index): SaleDecision => {
    const earlier = sales.get(request.order_id);
    if (earlier) return hasSameBody(earlier, request) ? { ok: true, replayed: true, sale: earlier } : reused(request);

    const product = changed.get(request.product_id) ?? situation.products.get(request.product_id);
    if (!product) return unknownProduct(request);
    const refusal = refuse(request, product);
    if (refusal) return refusal;

    const after = { ...product, stock: product.stock - request.quantity, version: product.version + 1 };
    const sale = saleOf(request, after, situation);
    changed.set(after.id, after);
    sales.set(sale.order_id, sale);
    recorded.push({ index, sale });
    return { ok: true, replayed: false, sale };
  });
  return { outcomes, recorded, products: [...changed.values()] };
}

/** The body of a sale is what the shopper may choose: another value in any of these is another order. */
function hasSameBody(sale: RecordedSale, request: SaleRequest): boolean {
  return (
    sale.product_id === request.product_id &&
    sale.quantity === request.quantity &&
    sale.customer_email === request.customer_email
  );
}

function refuse(request: SaleRequest, product: ProductRow): Failure | undefined {
  if (product.stock < request.quantity) {
    const message = `${request.quantity} units were asked for, ${product.stock} are left`;
    return { ok: false, failure: 'insufficient-stock', message, available: product.stock };
  }
  if (product.price_cents * request.quantity > LIMITS.cents) {
    const detail = `the total of ${request.quantity} units would pass ${LIMITS.cents} cents`;
    return { ok: false, failure: 'validation', message: detail, errors: [{ pointer: '/quantity', detail }] };
  }
  return undefined;
}

const unknownProduct = ({ product_id }: SaleRequest): Failure => ({
  ok: false,
  failure: 'product-not-found',
  message: `There is no product ${product_id}`,
});

const reused = ({ order_id }: SaleRequest): Failure => ({
  ok: false,
  failure: 'order-id-reused',
  message: `The order_id ${order_id} belongs to a sale with another body`,
});

function saleOf(request: SaleRequest, after: ProductRow, { newSaleId, occurredAt }: Situation): RecordedSale {
  return {
    sale_id: newSaleId(),
    order_id: request.order_id,
    product_id: after.id,
    product_name: after.name,
    quantity: request.quantity,
    unit_price_cents: after.price_cents,
    total_cents: after.price_cents * request.quantity,
    currency: after.currency,
    stock_after: after.stock,
    product_version: after.version,
    customer_email: request.customer_email,
    occurred_at: occurredAt,
  };
}
