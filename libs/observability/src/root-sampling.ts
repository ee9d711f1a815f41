/** How long it takes until as many traces as memory keeps are sampled again. */
const REFILL_MS = 10_000;

/**
 * Decides which of the traces that begin here are sampled: a share of them, and where they go to memory only not more than it is
 * worth: the first `kept`, then a tenth of that each second. At thousands of sales a second memory that takes every trace holds
 * those of the last moment, and taking them is a tenth of what a sale costs.
 */
export class RootSampling {
  private readonly share: number;
  private readonly kept: number;
  private left: number;
  private at = performance.now();

  /**
   * @param share 0 to 1
   * @param kept traces that memory keeps; infinity when a collector takes all of them
   */
  constructor(share: number, kept: number) {
    this.share = share;
    this.kept = kept;
    this.left = kept;
  }

  /** Whether the trace that begins now is sampled. */
  next(): boolean {
    if (this.share < 1 && Math.random() >= this.share) return false;
    if (this.left < 1) this.refill();
    if (this.left < 1) return false;
    this.left--;
    return true;
  }

  private refill(): void {
    const now = performance.now();
    this.left = Math.min(this.kept, this.left + ((now - this.at) / REFILL_MS) * this.kept);
    this.at = now;
  }
}
