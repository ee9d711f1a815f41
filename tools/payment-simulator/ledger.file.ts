import { constants, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { allOf, Batcher, paced, slots } from '@app/batching';
import type { Line } from './ledger.js';

/** Each write is on disk when it has returned: one call instead of a write and a sync. */
const DURABLE_APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_DSYNC;
/** The first line goes at once; many wait a moment for each other, because a sync costs more than a request. */
const GATHER_MS = 5;
const MAX_LINES = 1_000;

/** An append-only file of JSON lines. What `append` has resolved for survives `kill -9` and a power cut. */
export class LedgerFile {
  private readonly file: FileHandle;
  private readonly writing = new Batcher<string, undefined>({
    run: (lines) => this.write(lines),
    maxBatch: MAX_LINES,
    gather: allOf(slots(1), paced(GATHER_MS)),
  });
  private last: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.file = file;
  }

  /** Opens the ledger and gives what it says. A line that a crash has cut short was never answered for: it is removed. */
  static async open(path: string): Promise<{ ledger: LedgerFile; lines: Line[] }> {
    mkdirSync(dirname(path), { recursive: true });
    const lines = existsSync(path) ? wholeLines(path) : [];
    return { ledger: new LedgerFile(await open(path, DURABLE_APPEND)), lines };
  }

  append(line: Line): Promise<void> {
    this.last = this.writing.submit(`${JSON.stringify(line)}\n`);
    return this.last;
  }

  /** Resolves when all that was appended is on disk. */
  settled(): Promise<void> {
    return this.last;
  }

  async close(): Promise<void> {
    await this.writing.drain();
    await this.file.close();
  }

  private async write(lines: string[]): Promise<[]> {
    await this.file.appendFile(lines.join(''));
    return [];
  }
}

function wholeLines(path: string): Line[] {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}
