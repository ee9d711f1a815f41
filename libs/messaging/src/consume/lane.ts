/** How deliveries of one type reach their handler: `max` at once, after at most `waitMs`, `concurrency` calls at a time. */
export type LaneShape = { readonly max: number; readonly waitMs: number; readonly concurrency: number };

/** Collects items and runs them in groups. `run` must not reject. */
export class Lane<T> {
  #waiting: T[] = [];
  #active = 0;
  #timer: NodeJS.Timeout | undefined;
  #due = false;
  #draining = false;

  constructor(
    private readonly shape: LaneShape,
    private readonly run: (items: T[]) => Promise<void>,
  ) {}

  get idle(): boolean {
    return this.#active === 0 && this.#waiting.length === 0;
  }

  push(item: T): void {
    this.#waiting.push(item);
    this.#pump();
  }

  /** Waits for no more items: what is there is run at once. */
  drain(): void {
    this.#draining = true;
    this.#pump();
  }

  /** Takes out what has not been started. */
  clear(): T[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
    return this.#waiting.splice(0);
  }

  #pump(): void {
    while (this.#active < this.shape.concurrency && this.#ripe()) void this.#start();
    if (this.#waiting.length > 0 && !this.#due && !this.#timer) this.#waitForMore();
  }

  #ripe(): boolean {
    const { max, waitMs } = this.shape;
    const count = this.#waiting.length;
    return count >= max || (count > 0 && (this.#due || this.#draining || waitMs === 0));
  }

  #waitForMore(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#due = true;
      this.#pump();
    }, this.shape.waitMs);
  }

  async #start(): Promise<void> {
    const items = this.#waiting.splice(0, this.shape.max);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
    this.#active++;
    await this.run(items);
    this.#active--;
    this.#pump();
  }
}
