import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, SaleRequest, Shop } from '../support/shop.ts';
import type { Random } from './random.ts';

/** What a client knows about one order in the end. */
export interface Outcome {
  request: SaleRequest;
  /** The first definite answer. */
  status: 201 | 200 | 409 | 422 | 'unknown';
  body?: unknown;
}

/** What went against the contract while clients were buying. */
export interface Violation {
  what: string;
  detail: unknown;
}

const DEFINITE = new Set([200, 201, 422]);
/** Answers that a client may meet while something is broken; anything else of 500 and above is a bug. */
const WHILE_BROKEN = new Set([429, 503, 504]);

/** Closed-loop clients that buy until told to stop, each order repeated with the same id until the answer is definite. */
export class Workload {
  readonly outcomes = new Map<string, Outcome>();
  readonly violations: Violation[] = [];
  private running = true;
  private readonly clients: Promise<void>[];
  private readonly shop: Shop;
  private readonly random: Random;
  private readonly products: number[];

  constructor(shop: Shop, random: Random, products: number[], clients: number) {
    this.shop = shop;
    this.random = random;
    this.products = products;
    this.clients = Array.from({ length: clients }, () => this.client());
  }

  /** Lets each client finish the order it is at. */
  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.clients);
  }

  private async client(): Promise<void> {
    while (this.running) {
      const request = {
        product_id: this.random.pick(this.products),
        quantity: this.random.between(1, 3),
        order_id: this.shop.orderId('C'),
      };
      const twins = this.random.chance(0.1) ? 2 : 1;
      const answers = await Promise.all(Array.from({ length: twins }, () => this.untilDefinite(request)));
      this.enter(request, answers);
      if (this.random.chance(0.05)) await this.repeat(request);
      if (this.random.chance(0.05)) await this.misuse(request);
    }
  }

  private enter(request: SaleRequest, answers: (Answer | undefined)[]): void {
    const sold = answers.filter((answer) => answer?.status === 201 || answer?.status === 200);
    const bodies = new Set(sold.map((answer) => JSON.stringify(answer?.body)));
    if (bodies.size > 1) this.violations.push({ what: 'two answers for one order', detail: [...bodies] });
    if (sold.filter((answer) => answer?.status === 201).length > 1) {
      this.violations.push({ what: 'one order was new twice', detail: request });
    }
    const answer = sold[0] ?? answers[0];
    this.outcomes.set(request.order_id, {
      request,
      status: (answer?.status ?? 'unknown') as Outcome['status'],
      body: answer?.body,
    });
  }

  private async repeat(request: SaleRequest): Promise<void> {
    const first = this.outcomes.get(request.order_id);
    if (first?.status !== 201 && first?.status !== 200) return;
    const again = await this.untilDefinite(request);
    if (again && (again.status !== 200 || JSON.stringify(again.body) !== JSON.stringify(first.body))) {
      this.violations.push({ what: 'a replay differs from the first answer', detail: { first, again: again.body } });
    }
  }

  private async misuse(request: SaleRequest): Promise<void> {
    const first = this.outcomes.get(request.order_id);
    if (first?.status !== 201 && first?.status !== 200) return;
    const other = await this.untilDefinite({ ...request, quantity: request.quantity + 1 });
    if (other && other.status !== 422) this.violations.push({ what: 'another body on the same order', detail: other });
  }

  /** Undefined when the run ended before the answer was definite. */
  private async untilDefinite(request: SaleRequest): Promise<Answer | undefined> {
    for (let tries = 0; tries < 400; tries++) {
      const answer = await this.shop.sell(request).catch(() => undefined);
      if (answer && (DEFINITE.has(answer.status) || isOutOfStock(answer))) return answer;
      if (answer && answer.status !== 409 && !WHILE_BROKEN.has(answer.status)) {
        this.violations.push({ what: `status ${answer.status}`, detail: answer.body });
      }
      await delay(this.random.between(100, 300));
    }
    return undefined;
  }
}

const isOutOfStock = ({ status, body }: Answer) => status === 409 && String(body.type).endsWith('insufficient-stock');
