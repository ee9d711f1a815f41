import type { Logger } from './logger.js';

/**
 * Runs what only reports: counts, observes, logs. An effect that has happened has to be recorded whatever becomes of its report,
 * so this never throws.
 */
export function afterEffect(logger: Logger, report: () => void): void {
  try {
    report();
  } catch (err) {
    try {
      logger.error({ err }, 'what happened could not be counted or logged');
    } catch {
      // Not even that: the effect is still to be recorded.
    }
  }
}

/** Seconds since an RFC 3339 time, for a histogram: never negative, 0 for what is no time. */
export function secondsSince(time: string, now = Date.now()): number {
  return Math.max(0, now - Date.parse(time)) / 1_000 || 0;
}
