import { eventually } from '@app/testing';
import { type Answer, callEdge } from '../support/shop.ts';

export interface Basket {
  order_id: string;
  lines: { product_id: number; quantity: number }[];
  payment_token: string;
}

const PAUSE_MS = 100;
/** Answers that say nothing about the order yet: ask again. */
const AGAIN = new Set([429, 500, 502, 503, 504]);

/** Somebody who asks until the answer is definite, as every client should. */
export class Shopper {
  private readonly edge: string;
  private readonly headers: Record<string, string>;

  constructor(edge: string, headers: Record<string, string> = {}) {
    this.edge = edge;
    this.headers = headers;
  }

  /** The first answer that says how the order stands: completed, refused, or under way. */
  place(basket: Basket): Promise<Answer> {
    return this.insist('/orders', basket);
  }

  cancel(order_id: string): Promise<Answer> {
    return this.insist(`/orders/${order_id}/cancel`);
  }

  /** In full, and back to stock. */
  refund(order_id: string): Promise<Answer> {
    return this.insist(`/orders/${order_id}/refund`, { refund_id: `refund-of-${order_id}`, restock: true });
  }

  /** Repeats a call while it has no definite answer. */
  private insist(path: string, body?: object): Promise<Answer> {
    const ask = async () => {
      const answer = await callEdge(this.edge, 'POST', path, body, this.headers);
      if (AGAIN.has(answer.status)) throw new Error(`${path} answered ${answer.status}`);
      return answer;
    };
    return eventually(ask, { timeoutMs: 40_000, everyMs: PAUSE_MS, what: `a definite answer of ${path}` });
  }
}
