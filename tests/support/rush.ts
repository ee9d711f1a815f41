import { eventually } from '@app/testing';
import { callEdge, type Shop } from './shop.ts';

/** What one order came to, as its buyer saw it. */
export interface Bought {
  order_id: string;
  /** 0: no gateway could be reached. */
  status: number;
  /** `type` of a problem. */
  problem?: string;
  /** When it was answered, milliseconds since 1970. */
  at: number;
}

const BUYERS = 16;
/** Eighty orders a second in all: enough that every moment finds some on their way, and the machine is not busy with them. */
const PAUSE_MS = 180;

/** Buyers who buy without pause. One whose connection is refused or reset goes to the next gateway with the same order. */
export class Rush {
  private readonly shop: Shop;
  private readonly gateways: string[];
  private readonly product_id: number;
  private readonly bought: Bought[] = [];
  private readonly buyers: Promise<void>[];
  private buying = true;

  constructor(shop: Shop, gateways: string[], product_id: number) {
    this.shop = shop;
    this.gateways = gateways;
    this.product_id = product_id;
    this.buyers = Array.from({ length: BUYERS }, (_, n) => this.buy(n));
  }

  /** Resolves when this number of further orders was answered. */
  async more(orders: number): Promise<void> {
    const goal = this.bought.length + orders;
    await eventually(() => this.bought.length >= goal, { timeoutMs: 60_000, what: `${orders} more answers` });
  }

  /** Resolves `ms` later. */
  async last(ms: number): Promise<void> {
    const until = Date.now() + ms;
    await eventually(() => Date.now() >= until, { timeoutMs: ms + 20_000 });
  }

  /** Lets each buyer finish. @returns every order and its answer */
  async end(): Promise<Bought[]> {
    this.buying = false;
    await Promise.all(this.buyers);
    return this.bought;
  }

  private async buy(buyer: number): Promise<void> {
    for (let n = buyer; this.buying; n++) {
      this.bought.push(await this.order(n % this.gateways.length));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private async order(first: number): Promise<Bought> {
    const order = { product_id: this.product_id, quantity: 1, order_id: this.shop.orderId('RUSH') };
    for (const gateway of [...this.gateways.slice(first), ...this.gateways.slice(0, first)]) {
      const answer = await callEdge(gateway, 'POST', '/inventory/decrease', order).catch(noConnection);
      const problem = answer?.body.type;
      if (answer)
        return { order_id: order.order_id, status: answer.status, at: Date.now(), ...(problem && { problem }) };
    }
    return { order_id: order.order_id, status: 0, at: Date.now() };
  }
}

/** Undefined for a connection that was refused or ended; anything else is not ours to repeat. */
function noConnection(error: Error): undefined {
  const { code } = (error.cause ?? error) as NodeJS.ErrnoException;
  if (code && ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code)) return;
  throw error;
}

/** Repeated after a lost answer, an order is answered with 200: sold all the same. */
export const isSold = ({ status }: Bought) => status === 201 || status === 200;

export const failed = (bought: Bought[]) => bought.filter((one) => !isSold(one));
