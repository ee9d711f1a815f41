import { FAILURE_METADATA, type Failure, FIELD_ERRORS_METADATA, isFailureCode } from '@app/contracts';
import { type ServiceError, status } from '@grpc/grpc-js';

export const UNAVAILABLE: Failure = {
  ok: false,
  failure: 'inventory-unavailable',
  message: 'Inventory is not available right now. Repeat the request as it is.',
};
export const OVERLOADED: Failure = {
  ok: false,
  failure: 'overloaded',
  message: 'The shop takes no more work right now and nothing was done. Repeat the request as it is.',
};
const UNKNOWN: Failure = {
  ok: false,
  failure: 'outcome-unknown',
  message: 'Inventory did not answer in time. Repeat the request as it is, with the same ids, to learn the outcome.',
};
export const UPSTREAM: Failure = {
  ok: false,
  failure: 'upstream-error',
  message: 'Inventory failed unexpectedly. The trace id tells the operators which request it was.',
};

/** Statuses of a server that names no failure code: it did not come to an answer. */
const BY_STATUS: Partial<Record<status, Failure>> = {
  [status.UNAVAILABLE]: UNAVAILABLE,
  [status.CANCELLED]: UNAVAILABLE,
  [status.RESOURCE_EXHAUSTED]: OVERLOADED,
  [status.DEADLINE_EXCEEDED]: UNKNOWN,
};

/** The failure behind a failed call. Only text that inventory wrote for people is passed on. */
export function failureOf(error: ServiceError): Failure {
  const code = String(error.metadata?.get(FAILURE_METADATA)[0] ?? '');
  const [errors] = error.metadata?.get(FIELD_ERRORS_METADATA) ?? [];
  const named = errors === undefined ? {} : { errors: JSON.parse(String(errors)) as Failure['errors'] };
  if (isFailureCode(code)) return { ok: false, failure: code, message: error.details, ...named };
  return BY_STATUS[error.code] ?? UPSTREAM;
}

/** True for statuses that say inventory is unwell; what it decides about an order is not one. */
export function isOutage(error: ServiceError): boolean {
  return OUTAGES.has(error.code);
}

const OUTAGES = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.INTERNAL, status.UNKNOWN]);
