import {
  FAILURE_DETAILS_METADATA,
  FAILURE_METADATA,
  type Failure,
  type FailureCode,
  FIELD_ERRORS_METADATA,
  isFailureCode,
} from '@app/contracts';
import { type ServiceError, status } from '@grpc/grpc-js';

/** What calls to one service fail with when it does not come to an answer. */
export class PeerFailures {
  readonly unavailable: Failure;
  readonly overloaded: Failure;
  readonly unknown: Failure;
  readonly upstream: Failure;

  /** @param name how sentences for people call it @param unavailable the code of its absence */
  constructor(name: string, unavailable: FailureCode) {
    const failure = (code: FailureCode, message: string): Failure => ({ ok: false, failure: code, message });
    this.unavailable = failure(unavailable, `${name} is not available right now. Repeat the request as it is.`);
    this.overloaded = failure(
      'overloaded',
      'The shop takes no more work right now and nothing was done. Repeat the request as it is.',
    );
    this.unknown = failure(
      'outcome-unknown',
      `${name} did not answer in time. Repeat the request as it is, with the same ids, to learn the outcome.`,
    );
    this.upstream = failure(
      'upstream-error',
      `${name} failed unexpectedly. The trace id shows the operators which request it was.`,
    );
  }

  /** The failure behind a failed call. Only text that the service wrote for people is passed on. */
  of(error: ServiceError): Failure {
    return told(error) ?? this.byStatus(error.code);
  }

  /** Statuses of a server that names no failure code: it did not come to an answer. */
  private byStatus(code: status): Failure {
    if (code === status.UNAVAILABLE || code === status.CANCELLED) return this.unavailable;
    if (code === status.RESOURCE_EXHAUSTED) return this.overloaded;
    return code === status.DEADLINE_EXCEEDED ? this.unknown : this.upstream;
  }
}

function told({ metadata, details }: ServiceError): Failure | undefined {
  const code = String(metadata?.get(FAILURE_METADATA)[0] ?? '');
  if (!isFailureCode(code)) return undefined;
  const [errors] = metadata.get(FIELD_ERRORS_METADATA);
  const [available] = metadata.get('available');
  const [more] = metadata.get(FAILURE_DETAILS_METADATA);
  return {
    ok: false,
    failure: code,
    message: details,
    ...(available !== undefined && { available: Number(available) }),
    ...(errors !== undefined && { errors: JSON.parse(String(errors)) as Failure['errors'] }),
    ...(more !== undefined && (JSON.parse(String(more)) as Pick<Failure, 'state' | 'total_cents' | 'replayed'>)),
  };
}

const OUTAGES = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.INTERNAL, status.UNKNOWN]);

/** True for statuses that say a service is unwell; what it decides about a request is not one. */
export const isOutage = (error: ServiceError): boolean => OUTAGES.has(error.code);
