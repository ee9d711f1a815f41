const BEAT_MS = 250;
/** Less than the second after which a client takes a server that does not answer its ping for dead (`channelOptions`). */
const STILL_MS = 900;
/** What had arrived meanwhile is read within this time. */
const READ_WITHIN_MS = 100;

/** Notices that this process did not run for a while: it was stopped, its machine slept, or others had all processors. */
export class Standstill {
  private readonly now: () => number;
  private lastBeat: number;
  private ended = Number.NEGATIVE_INFINITY;

  /** @param now a clock that goes on meanwhile, milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.lastBeat = now();
    setInterval(() => this.beat(), BEAT_MS).unref();
  }

  /** Whether the process stood still after this moment on the clock, or so shortly before that what came meanwhile is only read now. */
  since(moment: number): boolean {
    this.beat();
    return moment < this.ended + READ_WITHIN_MS;
  }

  private beat(): void {
    const now = this.now();
    if (now - this.lastBeat > STILL_MS) this.ended = now;
    this.lastBeat = now;
  }
}
