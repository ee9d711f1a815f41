/**
 * The newest entries by key: at least half of `most`, never more than `most`. They are forgotten half by half: a `Map` that loses its
 * oldest entry with each new one looks for it behind all that it has lost before, which takes microseconds when it keeps thousands.
 */
export class RecentMap<K, V> {
  private readonly half: number;
  private readonly onForgotten: (entries: ReadonlyMap<K, V>) => void;
  private newer = new Map<K, V>();
  private older = new Map<K, V>();

  /** @param onForgotten called with entries that are gone now; some may have been set again since */
  constructor(most: number, onForgotten: (entries: ReadonlyMap<K, V>) => void = () => {}) {
    this.half = Math.ceil(most / 2);
    this.onForgotten = onForgotten;
  }

  get(key: K): V | undefined {
    return this.newer.get(key) ?? this.older.get(key);
  }

  /** It is the newest from now on. */
  set(key: K, value: V): void {
    if (this.newer.size >= this.half && !this.newer.has(key)) this.forgetOlder();
    this.newer.set(key, value);
  }

  *values(): Iterable<V> {
    yield* this.older.values();
    yield* this.newer.values();
  }

  clear(): void {
    this.newer = new Map();
    this.older = new Map();
  }

  private forgetOlder(): void {
    const forgotten = this.older;
    this.older = this.newer;
    this.newer = new Map();
    this.onForgotten(forgotten);
  }
}
