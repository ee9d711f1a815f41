import {
  type CreateProductRequest,
  checkFields,
  type Failure,
  FIELDS,
  invalid,
  optional,
  type UpdateProductRequest,
} from '@app/contracts';
import type { ProductChange } from './decide-change.js';
import type { ProductFields } from './product.js';

export const checkProduct = (request: CreateProductRequest) =>
  checkFields(request, {
    id: optional(FIELDS.product_id),
    name: FIELDS.product_name,
    price_cents: FIELDS.price_cents,
    currency: FIELDS.currency,
    stock: FIELDS.stock,
    low_stock_threshold: optional(FIELDS.low_stock_threshold),
  });

/** Validates a change. Fields that are not given stay as they are; one at least is. */
export function parseChange(request: UpdateProductRequest): { ok: true; change: ProductChange } | Failure {
  const checked = checkFields(request, {
    product_id: FIELDS.product_id,
    name: optional(FIELDS.product_name),
    price_cents: optional(FIELDS.price_cents),
    archived: optional(FIELDS.archived),
    low_stock_threshold: optional(FIELDS.low_stock_threshold),
  });
  if (!checked.ok) return checked;
  const fields = givenFields(request);
  if (Object.keys(fields).length === 0) return nothingGiven;
  return { ok: true, change: { product_id: request.product_id, if_match: request.if_match, fields } };
}

const nothingGiven = invalid([
  { pointer: '', detail: 'one of name, price_cents, archived and low_stock_threshold has to be given' },
]);

function givenFields(request: UpdateProductRequest): Partial<ProductFields> {
  const { name, price_cents, archived, low_stock_threshold, remove_low_stock_threshold } = request;
  return {
    ...(name === undefined ? {} : { name }),
    ...(price_cents === undefined ? {} : { price_cents }),
    ...(archived === undefined ? {} : { archived }),
    ...(low_stock_threshold === undefined ? {} : { low_stock_threshold }),
    ...(remove_low_stock_threshold ? { low_stock_threshold: null } : {}),
  };
}
