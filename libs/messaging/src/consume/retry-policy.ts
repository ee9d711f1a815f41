import type { Headers } from '../headers.js';
import { attemptOf } from '../headers.js';
import { RETRY_STEPS } from '../topology.js';

/** Where a message goes that failed for now: the next step, or to the dead letters when all steps are used up. */
export type NextAttempt =
  | { readonly step: (typeof RETRY_STEPS)[number]; readonly attempt: number }
  | { readonly exhausted: true };

/** Chooses by `x-attempt`, the number of failures before this one. */
export function nextAttempt(headers: Headers): NextAttempt {
  const failed = attemptOf(headers);
  const step = RETRY_STEPS[failed];
  return step ? { step, attempt: failed + 1 } : { exhausted: true };
}
