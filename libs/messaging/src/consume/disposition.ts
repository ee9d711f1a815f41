import type { RetryStep } from '../topology.js';

/** The effect is done, or was done before: acknowledge. */
export type Ack = 'ack';
/**
 * Failed for now: back after 5 s, 30 s, 2 min, 10 min, then a dead letter of kind `retries-exhausted`. `atMost`: the longest
 * of these waits, when the handler knows that the reason will be over by then.
 */
export type Retry = { readonly retry: string; readonly atMost?: RetryStep['suffix'] };
/** Will never succeed: a dead letter. `park` is the reason in words, `kind` a stable code such as `unsupported-version`. */
export type Park = { readonly park: string; readonly kind: string };
/**
 * A dependency is down: keep the messages, try again with a back-off for up to 60 s, then stop consuming until `probe`
 * resolves true (asked each 1–5 s).
 */
export type Hold = { readonly hold: string; readonly probe: () => Promise<boolean> };

/** What a handler decided about one message. */
export type Disposition = Ack | Retry | Park | Hold;

/** What a batch handler returns: one disposition per delivery, by index, or one for all of them. */
export type BatchDisposition = Disposition | readonly Disposition[];

/** Names the disposition, for metrics and branches. */
export type DispositionKind = 'ack' | 'retry' | 'park' | 'hold';

const invalid = (value: unknown): Retry => ({ retry: `the handler returned no disposition: ${JSON.stringify(value)}` });

/** The kind of a disposition; undefined for anything else. */
export function kindOf(value: unknown): DispositionKind | undefined {
  if (value === 'ack') return 'ack';
  if (typeof value !== 'object' || value === null) return undefined;
  return (['retry', 'park', 'hold'] as const).find(
    (kind) => typeof (value as Record<string, unknown>)[kind] === 'string',
  );
}

/** One valid disposition for each of `count` deliveries, whatever the handler returned: what is missing or malformed is retried. */
export function dispositionsOf(result: unknown, count: number): Disposition[] {
  const listed = Array.isArray(result) ? result : undefined;
  return Array.from({ length: count }, (_, index) => {
    const value = listed ? listed[index] : result;
    return kindOf(value) ? (value as Disposition) : invalid(value);
  });
}
