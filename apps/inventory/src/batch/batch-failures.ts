import type { Failure } from '@app/contracts';
import type { StockItem } from './stock-item.js';

/** Another call holds one of the ids of this item. */
export const inProgress = ({ request }: StockItem): Failure => ({
  ok: false,
  failure: 'order-in-progress',
  message: `The order ${request.order_id} is being processed by another call`,
});

export const OVERLOADED: Failure = {
  ok: false,
  failure: 'overloaded',
  message: 'Too many orders wait for the same stock',
};
export const UNAVAILABLE: Failure = {
  ok: false,
  failure: 'inventory-unavailable',
  message: 'The stock cannot be reached at the moment; nothing was changed',
};
export const UNKNOWN: Failure = {
  ok: false,
  failure: 'outcome-unknown',
  message: 'It is not known whether this happened: repeat it with the same id',
};
export const UPSTREAM_ERROR: Failure = {
  ok: false,
  failure: 'upstream-error',
  message: 'The order failed; nothing was changed',
};
/** If its caller is still there, the call is repeated by itself. */
export const CALLER_GONE: Failure = {
  ok: false,
  failure: 'inventory-unavailable',
  message: 'The call was held up for too long; nothing was changed by it',
};
