import {
  type AdjustRequest,
  type CreateProductRequest,
  checkFields,
  FIELDS,
  optional,
  type RestockRequest,
} from '@app/contracts';

export const checkProduct = (request: CreateProductRequest) =>
  checkFields(request, {
    id: optional(FIELDS.product_id),
    name: FIELDS.product_name,
    price_cents: FIELDS.price_cents,
    currency: FIELDS.currency,
    stock: FIELDS.stock,
  });

export const checkRestock = (request: RestockRequest) =>
  checkFields(request, { product_id: FIELDS.product_id, quantity: FIELDS.quantity, restock_id: FIELDS.restock_id });

export const checkAdjust = (request: AdjustRequest) =>
  checkFields(request, {
    product_id: FIELDS.product_id,
    quantity: FIELDS.adjustment,
    reason: FIELDS.reason,
    adjustment_id: FIELDS.adjustment_id,
  });
