import type { Failure } from '@app/contracts';
import type { Logger } from '@app/observability';
import { type Decisions, decideSales, type SaleDecision } from './decide-sales.js';
import type { SaleRequest } from './sale.js';
import { saleEvent } from './sale-event.js';
import type { AttemptFailure, AttemptOptions, Found, SalesRepository, Writes } from './sales.pg.repository.js';
import { uuidV7Generator } from './uuid-v7.js';

/** One request on its way through the batch. */
export interface SaleItem {
  request: SaleRequest;
  /** Trace context that the event will carry. */
  traceparent?: string | undefined;
}

/** `event` are the bytes to publish, only for a sale that this batch recorded. */
export type SaleOutcome = SaleDecision & { event?: Buffer };

/** Milliseconds that a second attempt waits for a product: it has waited a whole lock timeout before. */
const RETRY_LOCK_TIMEOUT_MS = 500;
const MAX_RETRIES = 3;

/** Sells batches: the shell around `decideSales`. A failed batch is taken apart until only the one to blame has no sale. */
export class BatchSeller {
  private readonly newSaleId = uuidV7Generator();

  constructor(
    private readonly repository: Pick<SalesRepository, 'record'>,
    private readonly logger: Logger,
  ) {}

  /**
   * @param timeoutMs how long the longest caller still waits
   * @returns one outcome for each item, in their order; never rejects
   */
  async sell(items: SaleItem[], timeoutMs: number): Promise<SaleOutcome[]> {
    return await this.attempt(items, { orders: 'wait', statementTimeoutMs: timeoutMs }, 0);
  }

  private async attempt(items: SaleItem[], options: AttemptOptions, retries: number): Promise<SaleOutcome[]> {
    let outcomes: SaleOutcome[] = [];
    const keys = {
      orderIds: items.map(({ request }) => request.order_id),
      productIds: [...new Set(items.map(({ request }) => request.product_id))],
    };
    const result = await this.repository.record(keys, options, (found) => {
      const decided = this.decide(items, found);
      outcomes = decided.outcomes;
      return decided.writes;
    });
    return result.ok ? outcomes : await this.recover(items, options, retries, result);
  }

  private decide(items: SaleItem[], found: Found): { outcomes: SaleOutcome[]; writes: Writes } {
    const free = items.flatMap((item, index) => (found.blocked.has(item.request.order_id) ? [] : [{ item, index }]));
    const decisions = decideSales(
      free.map(({ item }) => item.request),
      { ...found, occurredAt: new Date().toISOString(), newSaleId: this.newSaleId },
    );
    const outcomes: SaleOutcome[] = items.map(({ request }) => inProgress(request));
    decisions.outcomes.forEach((outcome, index) => {
      outcomes[(free[index] as { index: number }).index] = outcome;
    });
    return { outcomes, writes: writesOf(decisions, free, outcomes) };
  }

  /** One way on for each kind of failure. */
  private async recover(items: SaleItem[], options: AttemptOptions, retries: number, failure: AttemptFailure) {
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
   * Somebody held an order_id or a product for a whole lock timeout. First everything but the held order_ids is sold;
   * if it was a product, each product is tried by itself.
   */
  private async withoutTheBlocked(items: SaleItem[], { orders, ...options }: AttemptOptions): Promise<SaleOutcome[]> {
    const next: AttemptOptions = { ...options, orders: 'try', lockTimeoutMs: RETRY_LOCK_TIMEOUT_MS };
    if (orders === 'wait') return await this.attempt(items, next, 0);
    const products = [...new Set(items.map(({ request }) => request.product_id))];
    if (products.length === 1) return items.map(() => OVERLOADED);
    const groups = products.map((id) => items.filter(({ request }) => request.product_id === id));
    return await this.inParts(items, groups, next);
  }

  private async inHalves(items: SaleItem[], options: AttemptOptions): Promise<SaleOutcome[]> {
    const middle = Math.ceil(items.length / 2);
    return await this.inParts(items, [items.slice(0, middle), items.slice(middle)], options);
  }

  private async inParts(items: SaleItem[], parts: SaleItem[][], options: AttemptOptions): Promise<SaleOutcome[]> {
    const outcomes = new Map<SaleItem, SaleOutcome>();
    for (const part of parts) {
      const answers = await this.attempt(part, options, 0);
      part.forEach((item, index) => void outcomes.set(item, answers[index] as SaleOutcome));
    }
    return items.map((item) => outcomes.get(item) as SaleOutcome);
  }

  private refuse(items: SaleItem[], outcome: Failure, { kind, error }: AttemptFailure): SaleOutcome[] {
    // That the database is away is said once, by the watch.
    const level = kind === 'unavailable' ? 'debug' : 'error';
    this.logger[level]({ kind, err: error, sales: items.length, outcome: outcome.failure }, 'batch of sales failed');
    return items.map(() => outcome);
  }
}

/** The events are encoded here: a sale whose event breaks the contract is never written. */
function writesOf(decisions: Decisions, free: { item: SaleItem; index: number }[], outcomes: SaleOutcome[]): Writes {
  const sales = decisions.recorded.map(({ index: position, sale }) => {
    const { item, index } = free[position] as { item: SaleItem; index: number };
    const event = saleEvent(sale);
    outcomes[index] = { ok: true, replayed: false, sale, event };
    return { sale, event, traceparent: item.traceparent };
  });
  return { sales, products: decisions.products };
}

const inProgress = ({ order_id }: SaleRequest): Failure => ({
  ok: false,
  failure: 'order-in-progress',
  message: `The order ${order_id} is being processed by another call`,
});

const OVERLOADED: Failure = { ok: false, failure: 'overloaded', message: 'Too many sales wait for the same stock' };
const UNAVAILABLE: Failure = {
  ok: false,
  failure: 'inventory-unavailable',
  message: 'The stock cannot be reached at the moment; nothing was sold',
};
const UNKNOWN: Failure = {
  ok: false,
  failure: 'outcome-unknown',
  message: 'It is not known whether this was sold: repeat with the same order_id',
};
const UPSTREAM_ERROR: Failure = { ok: false, failure: 'upstream-error', message: 'The sale failed; nothing was sold' };
