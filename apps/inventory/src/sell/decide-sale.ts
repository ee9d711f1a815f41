import { type Failure, LIMITS } from '@app/contracts';
import type { Draft } from '../batch/draft.js';
import { available, type ProductRow } from '../batch/product.js';
import type { RecordedSale, SaleRequest } from './sale.js';

/** Answer to one request to sell: a sale (recorded now or earlier) or the reason why there is none. */
export type SaleDecision = { ok: true; replayed: boolean; sale: RecordedSale } | Failure;

/** Sells one product, once for each order_id. A request that is refused changes nothing. */
export function decideSale(request: SaleRequest, draft: Draft): SaleDecision {
  const known = draft.order(request.order_id);
  if (known) {
    const replays = known.kind === 'sale' && hasSameBody(known.sale, request);
    return replays ? { ok: true, replayed: true, sale: known.sale } : orderIdReused(request);
  }

  const product = draft.product(request.product_id);
  if (!product) return unknownProduct(request);
  const refusal = refuse(request, product);
  if (refusal) return refusal;

  const sale = saleOf(request, draft.move(product, { stock: -request.quantity }), draft);
  draft.setOrder(sale.order_id, { kind: 'sale', sale });
  return { ok: true, replayed: false, sale };
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
  if (product.archived) {
    return {
      ok: false,
      failure: 'product-archived',
      message: `Product ${product.id} is archived: it is not sold any more`,
    };
  }
  const left = available(product);
  if (left < request.quantity) {
    const message = `${request.quantity} units were asked for, ${left} are left`;
    return { ok: false, failure: 'insufficient-stock', message, available: left };
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

/** An order_id is one thing: a sale or an order, with one body. */
export const orderIdReused = ({ order_id }: { order_id: string }): Failure => ({
  ok: false,
  failure: 'order-id-reused',
  message: `The order_id ${order_id} belongs to something with another body`,
});

function saleOf(request: SaleRequest, after: ProductRow, draft: Draft): RecordedSale {
  return {
    sale_id: draft.newId(),
    order_id: request.order_id,
    line: 0,
    product_id: after.id,
    product_name: after.name,
    quantity: request.quantity,
    unit_price_cents: after.price_cents,
    total_cents: after.price_cents * request.quantity,
    currency: after.currency,
    stock_after: available(after),
    product_version: after.version,
    customer_email: request.customer_email,
    occurred_at: draft.occurredAt,
  };
}
