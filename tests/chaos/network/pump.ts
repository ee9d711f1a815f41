import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How one direction of a connection behaves. */
export interface Pace {
  latencyMs?: number;
  jitterMs?: number;
  bytesPerSecond?: number;
  held: boolean;
  dropped: boolean;
}

const MOST_BYTES_IN_FLIGHT = 1_000_000;

/** Carries what comes out of one socket into another: in order, late, slowly, not now, or not at all. */
export class Pump {
  hasLost = false;
  private pace: Pace = { held: false, dropped: false };
  private inFlight = 0;
  private done: Promise<unknown> = Promise.resolve();
  private goOn: () => void = () => {};
  private readonly from: Socket;
  private readonly to: Socket;

  constructor(from: Socket, to: Socket) {
    this.from = from;
    this.to = to;
    from.on('data', (chunk: Buffer) => this.take(chunk));
    from.on('end', () => this.afterwards(() => void to.end()));
  }

  bend(pace: Pace): void {
    this.pace = pace;
    if (!pace.held) this.goOn();
  }

  private take(chunk: Buffer): void {
    const { latencyMs = 0, jitterMs = 0, dropped } = this.pace;
    if (dropped) {
      this.hasLost = true;
      return;
    }
    this.inFlight += chunk.length;
    if (this.inFlight > MOST_BYTES_IN_FLIGHT) this.from.pause();
    const due = performance.now() + latencyMs + Math.random() * jitterMs;
    this.afterwards(() => this.deliver(chunk, due));
  }

  private async deliver(chunk: Buffer, due: number): Promise<void> {
    while (this.pace.held) await new Promise<void>((resolve) => (this.goOn = resolve));
    const early = due - performance.now();
    if (early > 1) await delay(early);
    if (this.pace.bytesPerSecond) await delay((chunk.length / this.pace.bytesPerSecond) * 1_000);
    if (!this.to.write(chunk) && !this.to.destroyed) await drained(this.to);
    this.inFlight -= chunk.length;
    if (this.from.isPaused() && this.inFlight < MOST_BYTES_IN_FLIGHT / 2) this.from.resume();
  }

  private afterwards(act: () => unknown): void {
    this.done = this.done.then(act);
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', resolve);
  });
}
