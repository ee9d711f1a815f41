/** An end that a person can act on: what is wrong and what to do about it. Printed without a stack trace. */
export class StackError extends Error {
  readonly fix: string;

  constructor(what: string, fix: string) {
    super(what);
    this.fix = fix;
  }
}

/** A command line that cannot be understood: it ends with exit code 2, not 1. */
export class UsageError extends StackError {}

/** Whether a command line cannot be understood, by us or by `parseArgs`. */
export const isUsageError = (error: unknown): boolean =>
  error instanceof UsageError || Boolean((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'));

/** One line for any thrown value; errors of sockets often carry their text in `code` only. */
export function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  return error.message || code || error.name;
}

/** For the terminal: what and fix where it is known, else everything there is, for that is a bug of ours. */
export function report(error: unknown): void {
  if (error instanceof StackError) console.error(`✗ ${error.message}\n  To do: ${error.fix}`);
  else console.error(error);
}
