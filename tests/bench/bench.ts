import { balance, type Ledger, readLedger } from './ledger.ts';
import type { LoadResult } from './load.ts';
import type { Plot } from './plot.ts';
import type { Reference } from './references.ts';
import type { Row } from './report.ts';
import type { BenchShop } from './shop.ts';

const WORKERS = ['analytics', 'notifications'];

/** Just-in-time compilers need some thousand requests before a process is itself. */
export const WARM_UP_SECONDS = 4;

export interface BenchOptions {
  seconds: number;
  rounds: number;
}

/** One run of the bench: the shop, its references, and the account of what the shop has accepted. */
export class Bench {
  private acceptedSinceOpening = 0;
  readonly shop: BenchShop;
  readonly bare: Reference;
  readonly textbook: Reference;
  readonly options: BenchOptions;
  readonly say: (line: string) => void;
  /** What the scenarios drew; `--write` keeps it. */
  readonly plots: Plot[] = [];

  constructor(
    shop: BenchShop,
    bare: Reference,
    textbook: Reference,
    options: BenchOptions,
    say: (line: string) => void,
  ) {
    this.shop = shop;
    this.bare = bare;
    this.textbook = textbook;
    this.options = options;
    this.say = say;
  }

  /** Runs load against the shop and enters what was accepted into the account. */
  account(load: LoadResult, salesOfEach = 1): LoadResult {
    this.acceptedSinceOpening += (load.statuses[201] ?? 0) * salesOfEach;
    return load;
  }

  /** Runs `work`, then waits until all that was accepted is in the whole ledger: a figure whose ledger is wrong is void. */
  async withLedger<T>(
    workers: 'stopped' | 'consuming',
    work: () => Promise<T>,
  ): Promise<{ value: T; ledger: Row['ledger'] }> {
    const { before, value } = await this.withoutWorkers(async () => {
      const before = await this.openLedger();
      if (workers === 'consuming') await this.shop.stack('start', ...WORKERS);
      return { before, value: await work() };
    });
    const difference = await balance(this.shop, before, this.acceptedSinceOpening);
    return { value, ledger: difference === undefined ? 'right' : `void: ${difference}` };
  }

  private async withoutWorkers<T>(work: () => Promise<T>): Promise<T> {
    await this.shop.stack('stop', ...WORKERS);
    try {
      return await work();
    } finally {
      await this.shop.stack('start', ...WORKERS);
    }
  }

  /**
   * Each run has its own documents: an engine that counts slowly would count those of all runs again each time. What is in
   * the queues now came twice; without the document of its first time it would become another one.
   */
  private async openLedger(): Promise<Ledger> {
    for (const worker of WORKERS) await this.shop.purge(`${worker}.product_sold`);
    await this.shop.dropDocuments();
    this.acceptedSinceOpening = 0;
    return readLedger(this.shop);
  }
}

/** Accepted sales a second; throws when an answer was not a sale or named another order. */
export function salesPerSecond(load: LoadResult): number {
  const others = Object.entries(load.statuses).filter(([status]) => status !== '201' && status !== '200');
  if (others.length || load.wrong || load.errors) {
    throw new Error(`not every answer was the sale that was asked for: ${JSON.stringify(load)}`);
  }
  return load.acceptedPerSecond;
}
