/** What to send to the broker: acknowledge everything up to a tag, and these besides. */
export type Acks = { readonly upTo: number | undefined; readonly single: readonly number[] };

/**
 * The deliveries of one channel that the broker waits for. Finished ones are acknowledged together where no unfinished one
 * lies before them, one by one elsewhere, so a slow message never delays another's ack.
 */
export class AckWindow {
  /** In order of delivery; true when done. */
  private readonly open = new Map<number, boolean>();
  private readonly settled = new Set<number>();

  get size(): number {
    return this.open.size;
  }

  delivered(tag: number): void {
    this.open.set(tag, false);
  }

  done(tag: number): void {
    if (!this.open.has(tag)) return;
    this.open.set(tag, true);
    this.settled.add(tag);
  }

  /** It was settled otherwise (nack, reject). */
  forget(tag: number): void {
    this.open.delete(tag);
  }

  /** Takes out what can be acknowledged now. */
  take(): Acks {
    let upTo: number | undefined;
    for (const [tag, done] of this.open) {
      if (!done) break;
      upTo = tag;
      this.open.delete(tag);
      this.settled.delete(tag);
    }
    const single = [...this.settled];
    for (const tag of single) this.open.delete(tag);
    this.settled.clear();
    return { upTo, single };
  }
}
