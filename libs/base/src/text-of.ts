/**
 * An error in words, without its stack. Several addresses that all refuse arrive as one AggregateError without a message: the
 * first reason speaks for all. Some network errors have only a code.
 */
export function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return textOf(error.errors[0]);
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, code } = error as { message?: unknown; code?: unknown };
  for (const text of [message, code]) if (typeof text === 'string' && text !== '') return text;
  return String(error);
}
