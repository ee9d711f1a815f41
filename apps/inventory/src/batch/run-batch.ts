import type { Failure } from '@app/contracts';
import type { Logger } from '@app/observability';
import type { AttemptFailure, AttemptOptions, BatchRepository, Found } from './batch.pg.repository.js';
import { CALLER_GONE, inProgress, OVERLOADED, UNAVAILABLE, UNKNOWN, UPSTREAM_ERROR } from './batch-failures.js';
import { keysOf, keysOfItem } from './batch-keys.js';
import { decideStock } from './decide-stock.js';
import type { StockItem, StockOutcome } from './stock-item.js';
import { uuidV7Generator } from './uuid-v7.js';
import { type Writes, writesOf } from './writes.js';

/** Milliseconds that a second attempt waits for a product: it has waited a whole lock timeout before. */
const RETRY_LOCK_TIMEOUT_MS = 500;
const MAX_RETRIES = 3;

/** Runs batches: the shell around `decideStock`. A failed batch is taken apart until only the one to blame is refused. */
export class BatchRunner {
  private readonly repository: Pick<BatchRepository, 'record'>;
  private readonly logger: Logger;
  private readonly newId = uuidV7Generator();

  constructor(repository: Pick<BatchRepository, 'record'>, logger: Logger) {
    this.repository = repository;
    this.logger = logger;
  }

  /**
   * @param timeoutMs how long the longest caller still waits
   * @returns one outcome for each item, in their order; never rejects
   */
  async run(items: StockItem[], timeoutMs: number): Promise<StockOutcome[]> {
    return await this.attempt(items, { ids: 'wait', statementTimeoutMs: timeoutMs }, 0);
  }

  private async attempt(items: StockItem[], options: AttemptOptions, retries: number): Promise<StockOutcome[]> {
    let outcomes: StockOutcome[] = [];
    const result = await this.repository.record(keysOf(items), options, (found) => {
      const decided = this.decide(items, found);
      outcomes = decided.outcomes;
      return decided.writes;
    });
    return result.ok ? outcomes : await this.recover(items, options, retries, result);
  }

  /**
   * Under the locks. A process that was frozen finds old calls when it wakes up: their callers have asked another instance since, and
   * were perhaps refused, so nothing may happen for them any more. One that freezes from here on holds the locks.
   */
  private decide(items: StockItem[], found: Found): { outcomes: StockOutcome[]; writes: Writes } {
    const isBlocked = (item: StockItem) =>
      found.blocked.size > 0 && keysOfItem(item).some((key) => found.blocked.has(key));
    const refused = new Map<StockItem, Failure>();
    for (const item of items) {
      if (item.caller?.mayBeGone) refused.set(item, CALLER_GONE);
      else if (isBlocked(item)) refused.set(item, inProgress(item));
    }
    const free = refused.size === 0 ? items : items.filter((item) => !refused.has(item));
    const occurredAt = new Date().toISOString();
    const decisions = decideStock(free, { ...found, occurredAt, newId: this.newId });
    const writes = writesOf(free, decisions, occurredAt);
    if (refused.size === 0) return { outcomes: decisions.outcomes, writes };
    const decided = new Map(free.map((item, index) => [item, decisions.outcomes[index] as StockOutcome]));
    return { outcomes: items.map((item) => (refused.get(item) ?? decided.get(item)) as StockOutcome), writes };
  }

  /** One way on for each kind of failure. */
  private async recover(items: StockItem[], options: AttemptOptions, retries: number, failure: AttemptFailure) {
    switch (failure.kind) {
      case 'lock-timeout':
        return await this.withoutTheBlocked(items, options);
      case 'retryable':
        return retries < MAX_RETRIES
          ? await this.attempt(items, options, retries + 1)
          : this.refuse(items, OVERLOADED, failure);
      case 'timeout':
      case 'overloaded':
        return this.refuse(items, OVERLOADED, failure);
      case 'unavailable':
        return this.refuse(items, UNAVAILABLE, failure);
      case 'unknown':
        return this.refuse(items, UNKNOWN, failure);
      case 'bug':
        return this.refuse(items, UPSTREAM_ERROR, failure);
      case 'data':
      case 'undecided':
        return items.length > 1 ? await this.inHalves(items, options) : this.refuse(items, UPSTREAM_ERROR, failure);
    }
  }

  /**
   * Another transaction held an id or a product for a whole lock timeout. First everything but the held ids is done; if it was a
   * product, the sales of each product are tried by themselves, and so is each of the others.
   */
  private async withoutTheBlocked(items: StockItem[], { ids, ...options }: AttemptOptions): Promise<StockOutcome[]> {
    const next: AttemptOptions = { ...options, ids: 'try', lockTimeoutMs: RETRY_LOCK_TIMEOUT_MS };
    if (ids === 'wait') return await this.attempt(items, next, 0);
    const groups = byProduct(items);
    return groups.length === 1 ? items.map(() => OVERLOADED) : await this.inParts(items, groups, next);
  }

  private async inHalves(items: StockItem[], options: AttemptOptions): Promise<StockOutcome[]> {
    const middle = Math.ceil(items.length / 2);
    return await this.inParts(items, [items.slice(0, middle), items.slice(middle)], options);
  }

  private async inParts(items: StockItem[], parts: StockItem[][], options: AttemptOptions): Promise<StockOutcome[]> {
    const outcomes = new Map<StockItem, StockOutcome>();
    for (const part of parts) {
      const answers = await this.attempt(part, options, 0);
      part.forEach((item, index) => void outcomes.set(item, answers[index] as StockOutcome));
    }
    return items.map((item) => outcomes.get(item) as StockOutcome);
  }

  private refuse(items: StockItem[], outcome: Failure, { kind, error }: AttemptFailure): StockOutcome[] {
    // That the database is away is said once, by the watch.
    const level = kind === 'unavailable' ? 'debug' : 'error';
    this.logger[level]({ kind, err: error, requests: items.length, outcome: outcome.failure }, 'batch failed');
    return items.map(() => outcome);
  }
}

/** Sales of the same product together; whatever else was asked alone, because it is about several products. */
function byProduct(items: StockItem[]): StockItem[][] {
  const keyOf = (item: StockItem) => (item.kind === 'sale' ? item.request.product_id : item);
  return [...Map.groupBy(items, keyOf).values()];
}
