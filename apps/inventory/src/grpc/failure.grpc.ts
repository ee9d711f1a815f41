import { FAILURE_METADATA, type Failure, FIELD_ERRORS_METADATA, grpcStatusOf } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { classifyPgError, OutcomeUnknownError, type PgFailureKind } from '@app/postgres';
import { Metadata, status } from '@grpc/grpc-js';
import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** Thrown by controllers only: a failure on its way out of a unary call. */
export class FailureError extends Error {
  override readonly name = 'FailureError';

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** The value of a result, or its failure thrown for the filter. */
export function unwrap<T extends { ok: boolean }>(result: T | Failure): Extract<T, { ok: true }> {
  if (!result.ok) throw new FailureError(result as Failure);
  return result as Extract<T, { ok: true }>;
}

const UNAVAILABLE: Failure = {
  ok: false,
  failure: 'inventory-unavailable',
  message: 'The stock cannot be reached at the moment',
};
const OVERLOADED: Failure = { ok: false, failure: 'overloaded', message: 'The stock is busy: try again' };
const UNKNOWN: Failure = {
  ok: false,
  failure: 'outcome-unknown',
  message: 'It is not known whether this happened: repeat it with the same id',
};
const BUG: Failure = { ok: false, failure: 'upstream-error', message: 'Inventory failed' };

/** What a database error means for a call that wrote nothing. */
const ANSWERS: Record<PgFailureKind, Failure> = {
  'lock-timeout': OVERLOADED,
  retryable: OVERLOADED,
  timeout: OVERLOADED,
  overloaded: OVERLOADED,
  unavailable: UNAVAILABLE,
  data: BUG,
  bug: BUG,
};

/** Every failure of a unary call becomes a gRPC status with its stable code in the metadata, and nothing internal. */
@Catch()
export class FailureFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => toStatus(error instanceof FailureError ? error.failure : this.classify(error)));
  }

  private classify(error: unknown): Failure {
    const answer = error instanceof OutcomeUnknownError ? UNKNOWN : ANSWERS[classifyPgError(error).kind];
    // That the database is away is said once, by the watch.
    const level = answer === UNAVAILABLE ? 'debug' : 'error';
    this.logger[level]({ err: error, outcome: answer.failure }, 'call failed');
    return answer;
  }
}

/** What grpc-js sends: status code, message for people, `failure-code`, what is `available`, and each bad field. */
export function toStatus({ failure, message, available, errors }: Failure) {
  const metadata = new Metadata();
  metadata.set(FAILURE_METADATA, failure);
  if (available !== undefined) metadata.set('available', String(available));
  if (errors !== undefined) metadata.set(FIELD_ERRORS_METADATA, Buffer.from(JSON.stringify(errors)));
  return { code: status[grpcStatusOf(failure)], message, details: message, metadata };
}
