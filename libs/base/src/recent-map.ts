/**
 * The newest entries by key: at least half of `most`, never more than `most`. They are forgotten half by half: a `Map` that loses its
 * oldest entry with each new one looks for it behind all that it has lost before, which takes microseconds when it keeps thousands.
 */
export class RecentMap<K, V> {
  private readonly half: number;
  private newer = new Map<K, V>();
  private older = new Map<K, V>();

  constructor(most: number) {
    this.half = Math.ceil(most / 2);
  }

  get(key: K): V | undefined {
    return this.newer.get(key) ?? this.older.get(key);
  }

  /** It is the newest from now on. */
  set(key: K, value: V): void {
    if (this.newer.size >= this.half && !this.newer.has(key)) {
      this.older = this.newer;
      this.newer = new Map();
    }
    this.newer.set(key, value);
  }
}
