import { randomUUID } from 'node:crypto';

const MAX_COUNTER = 0xfff;
/** Where a uuid's variant and its 62 random bits begin: the same in v4, which Node makes from a large pool of entropy. */
const VARIANT = 19;

/**
 * A generator of uuid v7 (RFC 9562): 48 bits of milliseconds, a 12-bit counter (method 1), 62 random bits.
 * Each id sorts after the one before, also within a millisecond and when the clock steps back.
 */
export function uuidV7Generator(now: () => number = Date.now, uuidV4: () => string = randomUUID) {
  let lastMs = 0;
  let counter = 0;
  return function uuidV7(): string {
    const ms = now();
    if (ms > lastMs) {
      lastMs = ms;
      counter = 0;
    } else if (counter < MAX_COUNTER) {
      counter++;
    } else {
      lastMs++;
      counter = 0;
    }
    return timePart(lastMs, counter) + uuidV4().slice(VARIANT);
  };
}

/** The smallest uuid v7 of a moment: ids of sales are ordered by time, so a range of time is a range of ids. */
export function firstUuidOf(ms: number): string {
  return `${timePart(Math.max(0, ms), 0)}8000-000000000000`;
}

function timePart(ms: number, counter: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${(0x7000 | counter).toString(16)}-`;
}
