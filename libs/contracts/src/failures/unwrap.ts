import type { Failure } from './failures.js';

/**
 * Thrown by controllers only: an expected failure on its way to the edge, where a filter turns it into problem details (HTTP) or a
 * status (gRPC). It is never logged as an error.
 */
export class FailureError extends Error {
  readonly failure: Failure;
  override readonly name = 'FailureError';

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The value of a result, or its failure thrown for the filter. */
export function unwrap<T extends { ok: boolean }>(result: T | Failure): Extract<T, { ok: true }> {
  if (!result.ok) throw new FailureError(result as Failure);
  return result as Extract<T, { ok: true }>;
}
