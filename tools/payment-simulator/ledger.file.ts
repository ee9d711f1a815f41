import { existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Line } from './ledger.js';

/** An append-only file of JSON lines. What `append` has resolved for survives `kill -9` and a power cut. */
export class LedgerFile {
  private readonly file: FileHandle;
  private waiting: string[] = [];
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  private constructor(file: FileHandle) {
    this.file = file;
  }

  /** Opens the ledger and gives what it says. A line that a crash has cut short was never answered for: it is removed. */
  static async open(path: string): Promise<{ ledger: LedgerFile; lines: Line[] }> {
    mkdirSync(dirname(path), { recursive: true });
    const lines = existsSync(path) ? wholeLines(path) : [];
    return { ledger: new LedgerFile(await open(path, 'a')), lines };
  }

  /** Lines that come while the disk is busy are written together. */
  append(line: Line): Promise<void> {
    this.waiting.push(`${JSON.stringify(line)}\n`);
    this.next ??= this.current.then(() => this.write());
    return this.next;
  }

  /** Resolves when all that was appended is on disk. */
  settled(): Promise<void> {
    return this.next ?? this.current;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.file.close();
  }

  private async write(): Promise<void> {
    this.current = this.next ?? this.current;
    this.next = undefined;
    const text = this.waiting.splice(0).join('');
    await this.file.appendFile(text);
    await this.file.datasync();
  }
}

function wholeLines(path: string): Line[] {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}
