/** Bounds of an exponential back-off, milliseconds. */
export type Backoff = { readonly firstMs: number; readonly maxMs: number };

/** Reconnecting and reopening: 0.1 s doubling to 5 s. */
export const RECONNECT: Backoff = { firstMs: 100, maxMs: 5_000 };

/** A topology that the broker refuses needs a human: look again each 30 s. */
export const REFUSED: Backoff = { firstMs: 30_000, maxMs: 30_000 };

const JITTER = 0.3;

/** Delay before attempt `attempt` (0 = the first retry), ± 30 % so that many clients do not return at the same moment, never above `maxMs`. */
export function backoffMs({ firstMs, maxMs }: Backoff, attempt: number, random: () => number = Math.random): number {
  const base = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.min(maxMs, Math.round(base * (1 - JITTER + 2 * JITTER * random())));
}
