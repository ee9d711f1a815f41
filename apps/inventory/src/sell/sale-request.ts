import { checkFields, type DecreaseStockRequest, type Failure, FIELDS, optional } from '@app/contracts';
import type { SaleRequest } from './sale.js';

const BOUNDS = {
  product_id: FIELDS.product_id,
  quantity: FIELDS.quantity,
  order_id: FIELDS.order_id,
  customer_email: optional(FIELDS.customer_email),
};

/** Validates what came over the wire, whether the edge has checked already or not. Optional fields that protobuf leaves out become null. */
export function parseSaleRequest(request: DecreaseStockRequest): { ok: true; request: SaleRequest } | Failure {
  const checked = checkFields(request, BOUNDS);
  if (!checked.ok) return checked;
  const { product_id, quantity, order_id, customer_email = null } = request;
  return { ok: true, request: { product_id, quantity, order_id, customer_email } };
}
