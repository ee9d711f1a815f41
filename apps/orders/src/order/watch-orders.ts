import { isEnd, type Order } from './order.js';
import type { OrderEvent } from './order-event.js';

/** An order at its end, with all of its history when this process has seen all of it. */
export interface Ended {
  order: Order;
  history: OrderEvent[] | undefined;
}

interface Waiting {
  seen: OrderEvent[];
  tell: (ended: Ended | undefined) => void;
}

/** Lets a call wait for the end of its order, as far as this process sees it. */
export class WatchOrders {
  private readonly waiting = new Map<string, Set<Waiting>>();

  /** An order has moved, by these events. */
  readonly moved = (order: Order, events: readonly OrderEvent[]): void => {
    for (const one of this.waiting.get(order.order_id) ?? []) {
      one.seen.push(...events);
      if (isEnd(order.state)) one.tell({ order, history: one.seen.length === order.seq ? one.seen : undefined });
    }
  };

  /** Waits for the end of an order, of which `seen` has happened. Undefined when that takes longer. */
  end(order_id: string, withinMs: number, seen: readonly OrderEvent[] = []): Promise<Ended | undefined> {
    return new Promise((resolve) => {
      const all = this.waiting.get(order_id) ?? new Set();
      this.waiting.set(order_id, all);
      const tell = (ended: Ended | undefined) => {
        clearTimeout(timer);
        all.delete(one);
        if (all.size === 0) this.waiting.delete(order_id);
        resolve(ended);
      };
      const one: Waiting = { seen: [...seen], tell };
      const timer = setTimeout(() => tell(undefined), withinMs);
      all.add(one);
    });
  }
}
