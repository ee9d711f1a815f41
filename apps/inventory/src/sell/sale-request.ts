import { type DecreaseStockRequest, type Failure, KEY_PATTERN, LIMITS } from '@app/contracts';
import type { SaleRequest } from './sale.js';

const EMAIL = /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u;

/** One bound of one field; the same whether the edge has checked already or another client calls. */
const RULES: { pointer: string; detail: string; holds: (request: DecreaseStockRequest) => boolean }[] = [
  {
    pointer: '/product_id',
    detail: `product_id must be a whole number from 1 to ${LIMITS.int32}`,
    holds: ({ product_id }) => isCount(product_id),
  },
  {
    pointer: '/quantity',
    detail: `quantity must be a whole number from 1 to ${LIMITS.int32}`,
    holds: ({ quantity }) => isCount(quantity),
  },
  {
    pointer: '/order_id',
    detail: `order_id must be 1 to ${LIMITS.orderIdLength} printable ASCII characters without spaces`,
    holds: ({ order_id }) => KEY_PATTERN.test(order_id),
  },
  {
    pointer: '/customer_email',
    detail: `customer_email must be an e-mail address of at most ${LIMITS.emailLength} characters`,
    holds: ({ customer_email: email }) =>
      email === undefined || (email.length <= LIMITS.emailLength && EMAIL.test(email)),
  },
];

/** True for whole numbers that fit PostgreSQL's int4, zero excluded. */
export const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= LIMITS.int32;

/** Validates what came over the wire. Optional fields that protobuf leaves out become null. */
export function parseSaleRequest(request: DecreaseStockRequest): { ok: true; request: SaleRequest } | Failure {
  const broken = RULES.filter((rule) => !rule.holds(request));
  if (broken.length > 0) return invalid(broken);
  const { product_id, quantity, order_id, customer_email = null } = request;
  return { ok: true, request: { product_id, quantity, order_id, customer_email } };
}

/** A validation failure that names each bad field. */
export function invalid(errors: { pointer: string; detail: string }[]): Failure {
  return {
    ok: false,
    failure: 'validation',
    message: errors.map(({ detail }) => detail).join('; '),
    errors: errors.map(({ pointer, detail }) => ({ pointer, detail })),
  };
}
