/**
 * What the edge answers when it does not sell. One table: the stable code (also the last part of the problem's
 * `type`), the gRPC status name it travels as (none when only the gateway says it), the HTTP status it becomes, its title, and the seconds of `Retry-After`
 * where trying again makes sense.
 */
export const FAILURES = {
  validation: { grpc: 'INVALID_ARGUMENT', http: 400, title: 'The request is not valid' },
  'product-not-found': { grpc: 'NOT_FOUND', http: 404, title: 'There is no such product' },
  'order-not-found': { grpc: 'NOT_FOUND', http: 404, title: 'There is no order with this order_id' },
  'sale-not-found': { grpc: 'NOT_FOUND', http: 404, title: 'There is no sale with this order_id' },
  'payment-declined': { grpc: 'FAILED_PRECONDITION', http: 402, title: 'The payment was declined' },
  'insufficient-stock': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'Not enough stock' },
  'price-changed': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The total is not the expected one' },
  'order-expired': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The order was not paid in time' },
  'order-cancelled': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The order was cancelled' },
  'order-not-cancellable': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The order cannot be cancelled any more' },
  'refund-exceeds-payment': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'More than what can be refunded' },
  'product-archived': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The product is archived' },
  'product-exists': { grpc: 'ALREADY_EXISTS', http: 409, title: 'A product with this id exists' },
  'order-in-progress': { grpc: 'ABORTED', http: 409, title: 'The same order is being processed', retryAfter: 1 },
  'precondition-failed': { grpc: 'FAILED_PRECONDITION', http: 412, title: 'The resource has changed since' },
  'order-id-reused': { grpc: 'ALREADY_EXISTS', http: 422, title: 'The order_id was used with another body' },
  'restock-id-reused': { grpc: 'ALREADY_EXISTS', http: 422, title: 'The restock_id was used with another body' },
  'refund-id-reused': { grpc: 'ALREADY_EXISTS', http: 422, title: 'The refund_id was used with another body' },
  'adjustment-id-reused': {
    grpc: 'ALREADY_EXISTS',
    http: 422,
    title: 'The adjustment_id was used with another body',
  },
  'return-id-reused': { grpc: 'ALREADY_EXISTS', http: 422, title: 'The return_id was used with another body' },
  'reservation-not-found': { grpc: 'NOT_FOUND', http: 404, title: 'Nothing is reserved under this order_id' },
  'reservation-expired': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The reservation has expired' },
  'reservation-released': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The reservation was released' },
  'reservation-confirmed': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'The reservation was confirmed' },
  'return-exceeds-sale': { grpc: 'FAILED_PRECONDITION', http: 409, title: 'More would come back than was sold' },
  'stock-out-of-range': { grpc: 'OUT_OF_RANGE', http: 422, title: 'The stock would pass its largest value' },
  'rate-limited': { http: 429, title: 'Too many requests', retryAfter: 1 },
  'too-many-open-orders': { grpc: 'RESOURCE_EXHAUSTED', http: 429, title: 'Too many open orders', retryAfter: 5 },
  overloaded: { grpc: 'RESOURCE_EXHAUSTED', http: 503, title: 'Too much load', retryAfter: 1 },
  'inventory-unavailable': { grpc: 'UNAVAILABLE', http: 503, title: 'Inventory is not available', retryAfter: 1 },
  'analytics-unavailable': { grpc: 'UNAVAILABLE', http: 503, title: 'Figures are not available', retryAfter: 1 },
  'orders-unavailable': { grpc: 'UNAVAILABLE', http: 503, title: 'Orders are not available', retryAfter: 1 },
  'queue-not-found': { http: 404, title: 'There is no such work queue' },
  'broker-unavailable': { http: 503, title: 'The message broker is not available', retryAfter: 1 },
  'outcome-unknown': { grpc: 'DEADLINE_EXCEEDED', http: 504, title: 'The outcome is unknown', retryAfter: 1 },
  'notice-refused': { grpc: 'UNAUTHENTICATED', http: 401, title: 'The notice is not signed as it has to be' },
  'upstream-error': { grpc: 'INTERNAL', http: 502, title: 'An upstream service failed' },
} as const satisfies Record<string, { grpc?: string; http: number; title: string; retryAfter?: number }>;

/** Stable code of an expected failure, the same in every process and on every wire. */
export type FailureCode = keyof typeof FAILURES;

/** The gRPC status name that a failure travels as; one that never does is a bug of its sender. */
export function grpcStatusOf(code: FailureCode): GrpcStatusName {
  const row = FAILURES[code];
  return 'grpc' in row ? row.grpc : 'INTERNAL';
}

/** The shop is at fault, not the request: what operators look at. */
export const isFault = (code: FailureCode): boolean => FAILURES[code].http >= 500;

type GrpcStatusName = Extract<(typeof FAILURES)[FailureCode], { grpc: string }>['grpc'];

/** An expected failure as a value. `message` is one sentence for people and never holds internals. */
export interface Failure {
  ok: false;
  failure: FailureCode;
  message: string;
  /** With `insufficient-stock`: units that are left. */
  available?: number;
  /** Each bad field, as a JSON pointer into the body; `available` where there is less than was asked for. */
  errors?: { pointer: string; detail: string; available?: number }[];
  /** With `price-changed`: the total as it is now. */
  total_cents?: number;
  /** With a refusal that depends on where an order stands: its state. */
  state?: string;
  /** The same refusal as the first time: it is recorded. */
  replayed?: boolean;
}

/** gRPC metadata key that carries the `FailureCode` of a failed unary call. */
export const FAILURE_METADATA = 'failure-code';

/** gRPC metadata key that carries the `errors` of a failed unary call, as JSON. */
export const FIELD_ERRORS_METADATA = 'field-errors-bin';

/** gRPC metadata key that carries `state`, `total_cents` and `replayed` of a failed unary call, as JSON. */
export const FAILURE_DETAILS_METADATA = 'failure-details-bin';

/** True for the stable codes of the table. */
export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}
