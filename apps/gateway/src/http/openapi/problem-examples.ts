import type { Refusal } from '../errors/problem.js';
import type { ProblemCode } from '../errors/problems.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** What stands in the examples of the document. */
export const EXAMPLE_REQUEST = { instance: '/inventory/decrease', traceId: TRACE_ID };

/** One telling answer for each problem. */
export const PROBLEM_EXAMPLES: Record<ProblemCode, Omit<Refusal, 'code'>> = {
  validation: {
    detail: 'quantity must be an integer, not a string; orderId is not a known field: did you mean order_id?',
    errors: [
      { pointer: '/quantity', detail: 'quantity must be an integer, not a string' },
      { pointer: '/orderId', detail: 'orderId is not a known field: did you mean order_id?' },
    ],
  },
  'malformed-request': { detail: 'The request has no Host header.' },
  'malformed-json': { detail: 'The body could not be read as JSON.' },
  unauthenticated: { detail: 'The token has expired.' },
  'notice-refused': { detail: 'The signature of the notice is not valid.' },
  forbidden: { detail: 'The role admin is needed, the token has buyer.' },
  'not-found': { detail: 'There is nothing at /inventory/1/price.' },
  'product-not-found': { detail: 'There is no product 4711.' },
  'order-not-found': { detail: 'There is no order with the order_id ORD-2024-404.' },
  'payment-declined': { detail: 'The payment of order ORD-2024-002 was declined: insufficient funds.' },
  'sale-not-found': { detail: 'There is no sale with the order_id ORD-2024-404.' },
  'queue-not-found': { detail: 'There is no work queue of this name.' },
  'method-not-allowed': { detail: '/inventory/decrease takes OPTIONS, POST.' },
  'request-timeout': { detail: 'The request did not arrive in time.' },
  'insufficient-stock': { detail: '1 of product 2 is left, 2 were asked for.', available: 1 },
  'price-changed': { detail: 'The total is 305798 now, 302799 was expected.', total_cents: 305_798 },
  'order-expired': { detail: 'Order ORD-2024-003 was not paid in time; nothing was charged.', state: 'rejected' },
  'order-cancelled': { detail: 'Order ORD-2024-004 was cancelled; nothing was charged.', state: 'cancelled' },
  'order-not-cancellable': { detail: 'Order ORD-2024-001 is completed and cannot be cancelled.', state: 'completed' },
  'refund-exceeds-payment': {
    detail: 'More than what was paid for and not refunded yet.',
    state: 'completed',
    errors: [{ pointer: '/lines/0/quantity', detail: 'of line 1 1 can still be refunded', available: 1 }],
  },
  'reservation-not-found': { detail: 'Nothing is reserved under the order_id ORD-2024-404.' },
  'reservation-expired': { detail: 'The reservation of ORD-2024-001 has expired.' },
  'reservation-released': { detail: 'The reservation of ORD-2024-001 was released.' },
  'reservation-confirmed': { detail: 'The reservation of ORD-2024-001 was confirmed.' },
  'return-exceeds-sale': { detail: '3 units of line 1 were to come back, 2 are sold.' },
  'product-archived': { detail: 'Product 4711 is archived: it is not sold any more.' },
  'precondition-failed': { detail: 'Product 1 has changed since; read it again.' },
  'precondition-required': { detail: 'Send the ETag of the product that you have read as If-Match.' },
  'product-exists': { detail: 'There is a product 4711 already.' },
  'order-in-progress': { detail: 'Another request with this order_id is being processed.' },
  'body-too-large': { detail: 'A body may have at most 16384 bytes.' },
  'unsupported-media-type': { detail: 'Send the body as application/json in UTF-8.' },
  'expectation-failed': { detail: 'Only Expect: 100-continue is understood.' },
  'order-id-reused': { detail: 'The order_id ORD-2024-001 was used for another sale.' },
  'restock-id-reused': { detail: 'The restock_id DELIVERY-2024-07 was used for another delivery.' },
  'refund-id-reused': { detail: 'The refund_id REFUND-2024-01 was used with another body.' },
  'adjustment-id-reused': { detail: 'The adjustment_id COUNT-2024-07 was used for another correction.' },
  'return-id-reused': { detail: 'The return_id RETURN-2024-07 was used for another return.' },
  'stock-out-of-range': { detail: 'The stock of a product may not pass 2147483647.' },
  'rate-limited': { detail: 'One client may send 500 requests in a second. Try again in 1 s.' },
  'too-many-open-orders': { detail: '20 of your orders are under way. Finish or cancel one first.' },
  'headers-too-large': { detail: 'The request line and headers may have at most 16384 bytes.' },
  'internal-error': { detail: 'Something unexpected happened; the logs know it by the trace id.' },
  'upstream-error': { detail: 'Inventory failed unexpectedly.' },
  overloaded: { detail: 'The shop takes no more work right now and nothing was done. Repeat the request as it is.' },
  'inventory-unavailable': { detail: 'Inventory is not available right now. Repeat the request as it is.' },
  'analytics-unavailable': {
    detail: 'The service of figures is not available right now. Repeat the request as it is.',
  },
  'orders-unavailable': { detail: 'Orders are not available right now. Repeat the request as it is.' },
  'broker-unavailable': { detail: 'The broker is not available right now. Try again.' },
  'keys-unavailable': { detail: 'The keys that tokens are checked with could not be read.' },
  'outcome-unknown': { detail: 'Inventory did not answer in time. Repeat the request as it is to learn the outcome.' },
};
