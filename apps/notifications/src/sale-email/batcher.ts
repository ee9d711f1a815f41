interface Entry<T, R> {
  item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** Turns calls that wait at the same moment into one. A lone call goes at once and alone. */
export class Batcher<T, R> {
  readonly #waiting: Entry<T, R>[] = [];
  #running = 0;

  /**
   * @param run answers a batch: one result for each item, by index
   * @param inFlight batches that may run at once
   */
  constructor(
    private readonly run: (items: T[]) => Promise<readonly R[]>,
    private readonly inFlight = 2,
  ) {}

  submit(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      setImmediate(() => this.#next());
    });
  }

  #next(): void {
    if (this.#running < this.inFlight && this.#waiting.length > 0) void this.#runBatch(this.#waiting.splice(0));
  }

  async #runBatch(batch: Entry<T, R>[]): Promise<void> {
    this.#running++;
    try {
      const results = await this.run(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(results[i] as R);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#running--;
      this.#next();
    }
  }
}
