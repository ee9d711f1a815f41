import { type Failure, FailureError } from '@app/contracts';
import { HttpException } from '@nestjs/common';
import type { Refusal } from './problem.js';
import type { ProblemCode } from './problems.js';
import { RefusalException } from './refusal.exception.js';

/** Anything that was thrown while a request was served, as the answer it becomes. Nothing internal gets through. */
export function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof FailureError) return fromFailure(thrown.failure);
  if (thrown instanceof RefusalException) return thrown.refusal;
  return fromFramework(statusOf(thrown));
}

function fromFailure({ failure, message, available, errors, total_cents, state, replayed }: Failure): Refusal {
  const headers = replayed ? { headers: { 'idempotent-replayed': 'true' } } : {};
  return { code: failure, detail: message, available, errors, total_cents, state, ...headers };
}

/** Fastify and Nest say what they refuse by an HTTP status alone. */
const FRAMEWORK_REFUSALS: Record<number, { code: ProblemCode; detail: string }> = {
  400: { code: 'malformed-request', detail: 'The request could not be read.' },
  404: { code: 'not-found', detail: 'There is nothing at this path.' },
  408: { code: 'request-timeout', detail: 'The request did not arrive in time.' },
  413: { code: 'body-too-large', detail: 'A body may have at most 16384 bytes.' },
  415: { code: 'unsupported-media-type', detail: 'Send the body as application/json in UTF-8.' },
};

function fromFramework(status: number): Refusal {
  return (
    FRAMEWORK_REFUSALS[status] ?? {
      code: status < 500 ? 'malformed-request' : 'internal-error',
      detail:
        status < 500
          ? 'The request could not be read.'
          : 'Something unexpected happened; the logs know it by the trace id.',
    }
  );
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
