import { type DestinationStream, type Logger, symbols } from 'pino';

interface Destination extends DestinationStream {
  flushSync?(): void;
}

/** Where a logger's lines go: one write for each, or one for all that are written together. */
export class LineStream implements Destination {
  private readonly destination: Destination;
  private held: string[] | undefined;

  constructor(destination: Destination) {
    this.destination = destination;
  }

  write(line: string): void {
    if (this.held) this.held.push(line);
    else this.destination.write(line);
  }

  flushSync(): void {
    this.destination.flushSync?.();
  }

  together(work: () => void): void {
    if (this.held) {
      work();
      return;
    }
    const lines: string[] = [];
    this.held = lines;
    try {
      work();
    } finally {
      this.held = undefined;
      if (lines.length > 0) this.destination.write(lines.join(''));
    }
  }
}

/** All lines that `work` logs leave the process in one write, in their order, before this returns. `work` is synchronous. */
export function logTogether(logger: Logger, work: () => void): void {
  const stream = (logger as unknown as Record<symbol, unknown>)[symbols.streamSym];
  if (stream instanceof LineStream) stream.together(work);
  else work();
}
