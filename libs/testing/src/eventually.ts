import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  timeoutMs?: number;
  everyMs?: number;
  /** What is waited for, for the message of a failure. */
  what?: string;
}

/**
 * Calls `fn` until it neither throws nor returns `false` or `undefined`, and returns its value.
 * Fails after `timeoutMs` (20,000: what comes late on a busy machine comes) with the last error or value in the message and as `cause`.
 */
export async function eventually<T>(
  fn: () => T | Promise<T>,
  { timeoutMs = 20_000, everyMs = 50, what = 'it' }: EventuallyOptions = {},
): Promise<Exclude<T, false | undefined>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      const value = await fn();
      if (value !== false && value !== undefined) return value as Exclude<T, false | undefined>;
      last = new Error(`it returned ${value}`);
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) {
      const reason = last instanceof Error ? last.message : String(last);
      throw new Error(`${what}: not within ${timeoutMs} ms. Last: ${reason}`, { cause: last });
    }
    await delay(everyMs);
  }
}
