import { randomBytes } from 'node:crypto';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const MAX_COUNTER = 0xfff;

/**
 * A generator of uuid v7 (RFC 9562): 48 bits of milliseconds, a 12-bit counter (method 1), 62 random bits.
 * Each id sorts after the one before, also within a millisecond and when the clock steps back.
 */
export function uuidV7Generator(now: () => number = Date.now, random: (size: number) => Buffer = randomBytes) {
  let lastMs = 0;
  let counter = 0;
  return function uuidV7(): string {
    const bytes = random(10);
    const ms = now();
    if (ms > lastMs) {
      lastMs = ms;
      counter = bytes.readUInt16BE(8) & 0x7ff;
    } else if (counter < MAX_COUNTER) {
      counter++;
    } else {
      lastMs++;
      counter = 0;
    }
    return format(lastMs, counter, bytes);
  };
}

function format(ms: number, counter: number, random: Buffer): string {
  const time = ms.toString(16).padStart(12, '0');
  const count = (0x7000 | counter).toString(16);
  const hex = (index: number) => HEX[random[index] as number];
  const variant = HEX[0x80 | ((random[0] as number) & 0x3f)];
  const node = hex(2) + (hex(3) as string) + hex(4) + hex(5) + hex(6) + hex(7);
  return `${time.slice(0, 8)}-${time.slice(8)}-${count}-${variant}${hex(1)}-${node}`;
}

/** The smallest uuid v7 of a moment: ids of sales are ordered by time, so a range of time is a range of ids. */
export function firstUuidOf(ms: number): string {
  return format(Math.max(0, ms), 0, Buffer.alloc(10));
}
