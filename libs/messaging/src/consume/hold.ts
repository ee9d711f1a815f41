import { within } from '@app/base';
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
  return await within(
    PROBE_TIMEOUT_MS,
    probe().catch(() => false),
    () => false,
  );
}
