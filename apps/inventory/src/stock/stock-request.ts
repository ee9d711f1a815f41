import { type AdjustRequest, checkFields, FIELDS, type RestockRequest } from '@app/contracts';

export const checkRestock = (request: RestockRequest) =>
  checkFields(request, { product_id: FIELDS.product_id, quantity: FIELDS.quantity, restock_id: FIELDS.restock_id });

export const checkAdjust = (request: AdjustRequest) =>
  checkFields(request, {
    product_id: FIELDS.product_id,
    quantity: FIELDS.adjustment,
    reason: FIELDS.reason,
    adjustment_id: FIELDS.adjustment_id,
  });
