import { isEnd, type Order } from './order.js';

type Listener = (order: Order) => void;

/** Lets a call wait for the end of its order, as far as this process sees it. */
export class WatchOrders {
  private readonly waiting = new Map<string, Set<Listener>>();

  /** An order has moved. */
  readonly moved = (order: Order): void => {
    if (isEnd(order.state)) for (const tell of this.waiting.get(order.order_id) ?? []) tell(order);
  };

  /** The order at its end, or undefined when that takes longer. */
  end(order_id: string, withinMs: number): Promise<Order | undefined> {
    return new Promise((resolve) => {
      const listeners = this.waiting.get(order_id) ?? new Set();
      this.waiting.set(order_id, listeners);
      const finish = (order: Order | undefined) => {
        clearTimeout(timer);
        listeners.delete(finish);
        if (listeners.size === 0) this.waiting.delete(order_id);
        resolve(order);
      };
      const timer = setTimeout(() => finish(undefined), withinMs);
      listeners.add(finish);
    });
  }
}
