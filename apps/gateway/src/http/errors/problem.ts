import { PROBLEMS, type ProblemCode, problemType } from './problems.js';

/** One bad field. */
export interface FieldProblem {
  /** JSON pointer (RFC 6901) to the field, or to the path or query parameter of that name; empty for the whole body. */
  pointer: string;
  detail: string;
  /** Where there is less than was asked for. */
  available?: number;
}

/** Problem details (RFC 9457) as they are sent. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Path of the request. */
  instance?: string;
  /** 32 hex digits: the trace of this request in the logs of all services. */
  trace_id: string;
  errors?: FieldProblem[];
  available?: number;
  total_cents?: number;
  state?: string;
}

/** An answer that is not a success, before it knows which request it answers. */
export interface Refusal {
  code: ProblemCode;
  detail: string;
  errors?: FieldProblem[];
  available?: number;
  total_cents?: number;
  state?: string;
  headers?: Record<string, string>;
}

/** Which request a problem answers. */
export interface RequestFacts {
  /** Before every path of the answer: where a proxy publishes the gateway. */
  prefix?: string;
  instance?: string;
  traceId: string;
}

export function problemOf(refusal: Refusal, request: RequestFacts): Problem {
  const { code, detail, errors, available, total_cents, state } = refusal;
  const { prefix = '' } = request;
  return {
    type: prefix + problemType(code),
    title: PROBLEMS[code].title,
    status: PROBLEMS[code].http,
    detail,
    ...(request.instance === undefined ? {} : { instance: prefix + request.instance }),
    trace_id: request.traceId,
    ...(errors ? { errors } : {}),
    ...(available === undefined ? {} : { available }),
    ...(total_cents === undefined ? {} : { total_cents }),
    ...(state === undefined ? {} : { state }),
  };
}

/** Headers that belong to the problem itself. A refusal that gives one of them wins. */
export function problemHeaders({ code, headers }: Refusal): Record<string, string> {
  const { retryAfter } = PROBLEMS[code];
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...headers,
  };
}
