import { createWriteStream, type WriteStream } from 'node:fs';
import type { Attempt, Call, HistoryLine } from '../checker/history.ts';

export type NewCall = Omit<
  Call,
  'number' | 'client' | 'attempts' | 'invoked' | 'returned' | 'status' | 'problem' | 'text'
>;

/** Writes down what clients ask and what they are answered, as JSON lines, while it happens. */
export class HistoryRecorder {
  readonly lines: HistoryLine[] = [];
  private readonly file: WriteStream;
  private calls = 0;

  constructor(path: string) {
    this.file = createWriteStream(path);
  }

  begin(client: string, call: NewCall): number {
    const number = ++this.calls;
    this.write({ type: 'invoke', number, client, invoked: now(), ...call });
    return number;
  }

  attempt(number: number, attempt: Attempt): void {
    this.write({ type: 'attempt', number, ...attempt });
  }

  end(number: number, end: Pick<Call, 'status' | 'problem' | 'text'>): void {
    const type = end.status === undefined ? 'info' : end.status < 300 ? 'ok' : 'fail';
    this.write({ type, number, ...(type !== 'info' && { returned: now() }), ...end });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.file.end(resolve));
  }

  private write(line: HistoryLine): void {
    this.lines.push(line);
    this.file.write(`${JSON.stringify(line)}\n`);
  }
}

/** Milliseconds since 1970 that never go back and tell apart what happened within one. */
export const now = () => performance.timeOrigin + performance.now();
