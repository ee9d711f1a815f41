import { type CleanedEnv, customCleanEnv, EnvMissingError, type Spec } from 'envalid';

/** The parsed values, by variable. */
export type Config<S> = Omit<CleanedEnv<S>, `is${string}`>;

/**
 * Configuration that cannot be used. `message` lists every problem at once, a line each:
 * the variable, the value it has (secrets in URLs masked) and the fix.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  /** One for each line below the summary. */
  readonly problems: readonly string[];

  constructor(summary: string, problems: readonly string[] = []) {
    super([summary, ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads and validates a service's environment.
 *
 * @param service name that the error message starts with
 * @param specs one validator for each variable, with `desc` and, where it helps, `example` (see `validators.ts`)
 * @param env defaults to `process.env`; an empty string counts as missing
 * @returns a frozen object with the parsed values
 * @throws {ConfigError} with all problems in one message
 */
export function defineConfig<S extends Record<string, Spec<unknown>>>(
  service: string,
  specs: S,
  env: NodeJS.ProcessEnv = process.env,
): Config<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  // A plain object: envalid's own proxy throws when a framework looks at it (Nest reads `constructor` of what it injects).
  return customCleanEnv(given, specs, (values): Config<S> => Object.freeze({ ...values }), {
    reporter: ({ errors }) => {
      const problems = Object.entries(errors) as [string, Error][];
      if (problems.length === 0) return;
      const lines = problems.map(([name, error]) => describe(name, error, given[name], specs[name]));
      throw new ConfigError(`${service} cannot start: ${problems.length} configuration problem(s)`, lines);
    },
  });
}

function describe(name: string, error: Error, value: string | undefined, spec: Spec<unknown> | undefined): string {
  const problem = error instanceof EnvMissingError ? 'is missing' : `is ${shown(name, value)}: ${error.message}`;
  const example = spec?.example ? `, for example ${name}=${spec.example}` : '';
  return `${name} ${problem}. Set it to ${spec?.desc ?? 'a valid value'}${example}`;
}

function shown(name: string, value = ''): string {
  if (/SECRET|PASSWORD|TOKEN/.test(name)) return '"***"';
  return JSON.stringify(value.replace(/(:\/\/[^:@/]*:)[^@/]*@/, '$1***@'));
}
