import { FAILURES, type FailureCode } from '@app/contracts';

/** What only the edge itself can answer: the request never became a call. The failures of a call are in `FAILURES`. */
const EDGE_PROBLEMS = {
  'malformed-request': { http: 400, title: 'The request is not valid HTTP' },
  'malformed-json': { http: 400, title: 'The body is not valid JSON' },
  unauthenticated: { http: 401, title: 'A valid bearer token is needed' },
  forbidden: { http: 403, title: 'The token does not allow this' },
  'not-found': { http: 404, title: 'There is nothing at this path' },
  'method-not-allowed': { http: 405, title: 'The path does not take this method' },
  'request-timeout': { http: 408, title: 'The request took too long to arrive' },
  'precondition-required': { http: 428, title: 'The request needs If-Match' },
  'body-too-large': { http: 413, title: 'The body is too large' },
  'unsupported-media-type': { http: 415, title: 'The body must be application/json' },
  'expectation-failed': { http: 417, title: 'The expectation cannot be met' },
  'headers-too-large': { http: 431, title: 'The request headers are too large' },
  'keys-unavailable': { http: 503, title: 'Tokens cannot be checked', retryAfter: 5 },
  'internal-error': { http: 500, title: 'The gateway failed' },
} as const;

/** Every problem of the edge: HTTP status, title, and seconds of `Retry-After` where trying again makes sense. */
export const PROBLEMS: Record<ProblemCode, { http: number; title: string; retryAfter?: number }> = {
  ...FAILURES,
  ...EDGE_PROBLEMS,
};

/** Stable slug of a problem: the last part of its `type`, and its heading in docs/problems.md. */
export type ProblemCode = FailureCode | keyof typeof EDGE_PROBLEMS;

/** `type` of a problem: a name, not an address. docs/problems.md says what it means. */
export const problemType = (code: ProblemCode) => `/problems/${code}`;
