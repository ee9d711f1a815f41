import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const LOOK_BACK_BYTES = 16_384;

/** The last lines of a log, none from before `from` (bytes); of a JSON log line its message. */
export function tailOf(file: string, lines: number, from = 0): string[] {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const buffer = Buffer.alloc(Math.min(Math.max(size - from, 0), LOOK_BACK_BYTES));
      readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).map(readable);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return [];
  }
}

function readable(line: string): string {
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown };
    return typeof msg === 'string' ? msg : line;
  } catch {
    return line;
  }
}
