/**
 * What a database error means for the caller:
 * - `lock-timeout` another transaction held a row or an advisory lock for too long; nothing was written
 * - `retryable` serialisation failure or deadlock: the same transaction may succeed at once
 * - `timeout` the statement was cancelled by its time limit
 * - `unavailable` no usable connection: down, starting, stopping, unreachable
 * - `overloaded` the server is out of connections, memory or disk
 * - `data` a constraint or a type refused the values; the same values fail again
 * - `bug` anything else
 */
export type PgFailureKind = 'lock-timeout' | 'retryable' | 'timeout' | 'unavailable' | 'overloaded' | 'data' | 'bug';

/** A classified database error. */
export interface PgFailure {
  kind: PgFailureKind;
  /** SQLSTATE or Node's error code, when there is one. */
  code: string | undefined;
  /** True when the connection is gone, so what was in flight may or may not have happened. */
  connectionLost: boolean;
}

/** Longest matching prefix of the code wins. https://www.postgresql.org/docs/18/errcodes-appendix.html */
const KINDS: Record<string, PgFailureKind> = {
  '55P03': 'lock-timeout',
  '40001': 'retryable',
  '40P01': 'retryable',
  '57014': 'timeout',
  '57P': 'unavailable',
  '08': 'unavailable',
  '3D000': 'unavailable',
  '53': 'overloaded',
  '22': 'data',
  '23': 'data',
  // Ended by our own idle_in_transaction_session_timeout.
  '25P03': 'unavailable',
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  EPIPE: 'unavailable',
  ETIMEDOUT: 'unavailable',
  EHOSTUNREACH: 'unavailable',
  ENETUNREACH: 'unavailable',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
};

/** The driver has no codes for what it finds out itself. */
const DRIVER_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Client was closed|Cannot use a pool after calling end|Connection closed)/;

/** Classifies anything that `pg` rejects with. */
export function classifyPgError(error: unknown): PgFailure {
  const { code, message = '', severity } = errorFields(error);
  const kind = kindOf(code) ?? (DRIVER_MESSAGES.test(message) ? 'unavailable' : 'bug');
  const connectionLost = kind === 'unavailable' || severity === 'FATAL' || severity === 'PANIC';
  return { kind, code, connectionLost };
}

function kindOf(code = ''): PgFailureKind | undefined {
  const prefixes = [code, code.slice(0, 3), code.slice(0, 2)];
  return prefixes.map((prefix) => KINDS[prefix]).find((kind) => kind !== undefined);
}

interface ErrorFields {
  code?: string;
  message?: string;
  severity?: string;
  errors?: unknown[];
}

/** Several addresses that all refuse arrive as one AggregateError: its first reason speaks for all. */
function errorFields(error: unknown): ErrorFields {
  const fields: ErrorFields = typeof error === 'object' && error !== null ? error : {};
  return fields.errors?.[0] === undefined ? fields : errorFields(fields.errors[0]);
}
