import {
  type CreateProductRequest,
  CURRENCY_PATTERN,
  type Failure,
  KEY_PATTERN,
  LIMITS,
  type RestockRequest,
} from '@app/contracts';
import { invalid, isCount } from '../sell/sale-request.js';

interface Rule<T> {
  pointer: string;
  detail: string;
  holds: (request: T) => boolean;
}

const PRODUCT_RULES: Rule<CreateProductRequest>[] = [
  {
    pointer: '/id',
    detail: `id must be a whole number from 1 to ${LIMITS.int32}`,
    holds: ({ id }) => id === undefined || isCount(id),
  },
  {
    pointer: '/name',
    detail: `name must be 1 to ${LIMITS.productNameLength} characters without control characters`,
    holds: ({ name }) => name.trim() !== '' && name.length <= LIMITS.productNameLength && !/[\p{Cc}\p{Cs}]/u.test(name),
  },
  {
    pointer: '/price_cents',
    detail: `price_cents must be a whole number from 0 to ${LIMITS.cents}`,
    holds: ({ price_cents }) => Number.isSafeInteger(price_cents) && price_cents >= 0,
  },
  {
    pointer: '/currency',
    detail: 'currency must be three capital letters (ISO 4217)',
    holds: ({ currency }) => CURRENCY_PATTERN.test(currency),
  },
  {
    pointer: '/stock',
    detail: `stock must be a whole number from 0 to ${LIMITS.int32}`,
    holds: ({ stock }) => stock === 0 || isCount(stock),
  },
];

const RESTOCK_RULES: Rule<RestockRequest>[] = [
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
    pointer: '/restock_id',
    detail: `restock_id must be 1 to ${LIMITS.orderIdLength} printable ASCII characters without spaces`,
    holds: ({ restock_id }) => KEY_PATTERN.test(restock_id),
  },
];

export const checkProduct = (request: CreateProductRequest) => check(request, PRODUCT_RULES);
export const checkRestock = (request: RestockRequest) => check(request, RESTOCK_RULES);

function check<T>(request: T, rules: Rule<T>[]): { ok: true } | Failure {
  const broken = rules.filter((rule) => !rule.holds(request));
  return broken.length === 0 ? { ok: true } : invalid(broken);
}
