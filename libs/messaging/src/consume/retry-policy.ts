import type { Headers } from '../headers.js';
import { attemptOf } from '../headers.js';
import { RETRY_STEPS, type RetryStep } from '../topology.js';

/** Where a message goes that failed for now: the next step, or to the dead letters when all steps are used up. */
export type NextAttempt = { readonly step: RetryStep; readonly attempt: number } | { readonly exhausted: true };

/** Chooses by `x-attempt`, the number of failures before this one; a longer wait than `atMost` becomes `atMost`. */
export function nextAttempt(headers: Headers, atMost?: RetryStep['suffix']): NextAttempt {
  const failed = attemptOf(headers);
  const due = RETRY_STEPS[failed];
  if (!due) return { exhausted: true };
  const longest = RETRY_STEPS.find(({ suffix }) => suffix === atMost) ?? due;
  return { step: due.ttlMs > longest.ttlMs ? longest : due, attempt: failed + 1 };
}
