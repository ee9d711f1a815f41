import type { Latency, LoadOptions, LoadResult } from './load.ts';

export interface Order {
  id: string;
  body: string;
}

/** The orders of one load and what became of them. Every answer is checked: a sale must name the order that was sent. */
export class Orders {
  private readonly options: LoadOptions;
  private readonly statuses: Record<string, number> = {};
  private readonly wrong: string[] = [];
  private readonly acceptedMs: number[] = [];
  private readonly refusedMs: number[] = [];
  private orders = 0;
  private sent = 0;
  private errors = 0;
  private from = performance.now();

  constructor(options: LoadOptions) {
    this.options = options;
  }

  /** Figures count from `from` on, for the seconds of the options; by default from now on. The sales count always. */
  countFrom(from: number): void {
    this.from = from;
  }

  private counts(sentAt: number): boolean {
    return sentAt >= this.from && sentAt <= this.from + this.options.seconds * 1_000;
  }

  /** A new order, or `last` again. */
  next(last?: Order): Order {
    const { products, replayShare = 0, prefix, basket } = this.options;
    if (this.counts(performance.now())) this.sent += 1;
    if (last && Math.random() < replayShare) return last;
    this.orders += 1;
    const id = `${prefix}-${this.orders}`;
    const productAt = (offset: number) => products[(this.orders + offset) % products.length] ?? 1;
    if (basket) {
      const lines = Array.from({ length: basket }, (_, n) => ({ product_id: productAt(n), quantity: 1 }));
      return { id, body: JSON.stringify({ order_id: id, lines, payment_token: 'tok_ok' }) };
    }
    const product = productAt(0);
    return { id, body: `{"product_id":${product},"quantity":1,"order_id":"${id}"}` };
  }

  answered(order: Order | undefined, status: number, body: string): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    const { checked = true } = this.options;
    if (checked && isSale(status) && !body.includes(`"order_id":"${order?.id}"`)) this.wrong.push(body);
  }

  took(status: number, milliseconds: number): void {
    if (this.counts(performance.now() - milliseconds))
      (isSale(status) ? this.acceptedMs : this.refusedMs).push(milliseconds);
  }

  failed(errors: number): void {
    this.errors += errors;
  }

  result(): LoadResult {
    const { seconds } = this.options;
    return {
      statuses: this.statuses,
      errors: this.errors,
      wrong: this.wrong.length,
      wrongExample: this.wrong[0]?.slice(0, 200),
      sentPerSecond: this.sent / seconds,
      acceptedPerSecond: this.acceptedMs.length / seconds,
      accepted: latencyOf(this.acceptedMs),
      refused: latencyOf(this.refusedMs),
    };
  }
}

const isSale = (status: number) => status === 201 || status === 200;

function latencyOf(milliseconds: number[]): Latency {
  const sorted = milliseconds.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
