import { setTimeout as delay } from 'node:timers/promises';

const BUYERS = 8;
const BREATH_MS = 25;
const TRIES = 5;
/** As docs/problems.md says: the same request may be sent again. */
const REPEATABLE = new Set([502, 503, 504]);
const REFUSED = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** An order that was not sold. */
export interface Failure {
  order_id: string;
  status: number | string;
  problem?: string;
}

/** Buyers who buy without pause. One whose connection is refused or reset goes to the next door with the same order. */
export class Buyers {
  readonly sold: string[] = [];
  readonly failures: Failure[] = [];
  askedAgain = 0;
  private buying = true;
  private readonly buyers: Promise<void>[];
  private readonly doors: readonly string[];
  private readonly product_id: number;

  constructor(doors: readonly string[], product_id: number) {
    this.doors = doors;
    this.product_id = product_id;
    this.buyers = Array.from({ length: BUYERS }, (_, n) => this.buy(n));
  }

  /** Resolves when so many more orders were answered, well or not. */
  async more(orders: number): Promise<void> {
    const answered = () => this.sold.length + this.failures.length;
    const goal = answered() + orders;
    for (const deadline = Date.now() + 60_000; answered() < goal; await delay(50)) {
      if (Date.now() > deadline) throw new Error(`${orders} more answers did not come within a minute`);
    }
  }

  async end(): Promise<void> {
    this.buying = false;
    await Promise.all(this.buyers);
  }

  private async buy(buyer: number): Promise<void> {
    for (let n = 0; this.buying; n++) {
      const order_id = `UP-${process.pid}-${buyer}-${n}`;
      await this.order(order_id, n).catch((error: Error) => this.failures.push({ order_id, status: error.message }));
      await delay(BREATH_MS);
    }
  }

  /** Who may repeat does so, with the same order. */
  private async ask(url: string, init: RequestInit): Promise<Response | undefined> {
    for (let again = 0; ; again++) {
      const answer = await fetch(url, init).catch(noConnection);
      if (!answer || !REPEATABLE.has(answer.status) || again === TRIES) return answer;
      this.askedAgain++;
      await answer.arrayBuffer();
      await delay(1_000 * Number(answer.headers.get('retry-after') ?? 1));
    }
  }

  private async order(order_id: string, first: number): Promise<void> {
    const body = JSON.stringify({ product_id: this.product_id, quantity: 1, order_id });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    for (let n = 0; n < this.doors.length; n++) {
      const door = this.doors[(first + n) % this.doors.length];
      const answer = await this.ask(`${door}/inventory/decrease`, init);
      if (!answer) continue;
      const { type } = (await answer.json()) as { type?: string };
      if (answer.status < 300) this.sold.push(order_id);
      else this.failures.push({ order_id, status: answer.status, ...(type && { problem: type }) });
      return;
    }
    this.failures.push({ order_id, status: 'no door' });
  }
}

function noConnection(error: Error): undefined {
  const { code = '' } = (error.cause ?? error) as NodeJS.ErrnoException;
  if (!REFUSED.has(code)) throw error;
}
