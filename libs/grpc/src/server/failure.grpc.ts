import {
  FAILURE_DETAILS_METADATA,
  FAILURE_METADATA,
  type Failure,
  type FailureCode,
  FailureError,
  FIELD_ERRORS_METADATA,
  grpcStatusOf,
} from '@app/contracts';
import type { Logger } from '@app/observability';
import { classifyPgError, OutcomeUnknownError, type PgFailureKind } from '@app/postgres';
import { Metadata, status } from '@grpc/grpc-js';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** What a service answers when it does not come to an answer of its own. */
export interface ServiceFailures {
  unavailable: Failure;
  overloaded: Failure;
  unknown: Failure;
  bug: Failure;
}

/** The usual sentences. @param what the service is there for, `The stock` for example @param unavailable the code of its absence */
export function serviceFailures(what: string, unavailable: FailureCode): ServiceFailures {
  const failure = (code: FailureCode, message: string): Failure => ({ ok: false, failure: code, message });
  return {
    unavailable: failure(unavailable, `${what} cannot be reached at the moment`),
    overloaded: failure('overloaded', `${what} is busy: try again`),
    unknown: failure('outcome-unknown', 'It is not known whether this happened: repeat it with the same id'),
    bug: failure('upstream-error', `${what} failed`),
  };
}

/** What a database error means for a call that wrote nothing. */
const ANSWERS: Record<PgFailureKind, keyof ServiceFailures> = {
  'lock-timeout': 'overloaded',
  retryable: 'overloaded',
  timeout: 'overloaded',
  overloaded: 'overloaded',
  unavailable: 'unavailable',
  data: 'bug',
  bug: 'bug',
};

/** Base of a service's filter: every failure of a unary call becomes a gRPC status with its stable code in the metadata, and nothing internal. */
export class FailureFilter implements ExceptionFilter {
  private readonly logger: Logger;
  private readonly failures: ServiceFailures;

  constructor(logger: Logger, failures: ServiceFailures) {
    this.logger = logger;
    this.failures = failures;
  }

  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => toStatus(error instanceof FailureError ? error.failure : this.classify(error)));
  }

  private classify(error: unknown): Failure {
    const kind = error instanceof OutcomeUnknownError ? 'unknown' : ANSWERS[classifyPgError(error).kind];
    // That the database is away is said once, by the watch.
    const level = kind === 'unavailable' ? 'debug' : 'error';
    const answer = this.failures[kind];
    this.logger[level]({ err: error, outcome: answer.failure }, 'call failed');
    return answer;
  }
}

/** What grpc-js sends: status code, message for people, and the rest of the failure in the metadata. */
export function toStatus({ failure, message, available, errors, state, total_cents, replayed }: Failure) {
  const metadata = new Metadata();
  metadata.set(FAILURE_METADATA, failure);
  if (available !== undefined) metadata.set('available', String(available));
  if (errors !== undefined) metadata.set(FIELD_ERRORS_METADATA, Buffer.from(JSON.stringify(errors)));
  if (state !== undefined || total_cents !== undefined || replayed !== undefined)
    metadata.set(FAILURE_DETAILS_METADATA, Buffer.from(JSON.stringify({ state, total_cents, replayed })));
  return { code: status[grpcStatusOf(failure)], message, details: message, metadata };
}
