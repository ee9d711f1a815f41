import { after } from '../connection/after.js';
import type { Backoff } from '../connection/backoff.js';
import type { Hold } from './disposition.js';

/** Between two tries of held messages. */
export const HOLD_BACKOFF: Backoff = { firstMs: 100, maxMs: 2_000 };
/** Between two probes of a dependency that stayed down. */
export const PROBE_BACKOFF: Backoff = { firstMs: 1_000, maxMs: 5_000 };
/** Messages are held this long before consuming stops. */
export const HOLD_LIMIT_MS = 60_000;

const PROBE_TIMEOUT_MS = 5_000;

/** True when the dependency answers; a probe that throws or takes longer than 5 s says no. */
export async function answers({ probe }: Hold): Promise<boolean> {
  const answered = new AbortController();
  const late = after(PROBE_TIMEOUT_MS, answered.signal).then(() => false);
  const answer = await Promise.race([probe().catch(() => false), late]);
  answered.abort();
  return answer;
}
