import type { Failure, GetOrderRequest } from '@app/contracts';
import { fold } from './evolve-order.js';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import type { Cursor, OrdersRepository } from './orders.pg.repository.js';

export type Read = { ok: true; order: Order; history: OrderEvent[] } | Failure;

const USUAL_PAGE = 50;

/** Orders as they are, and as they were. */
export class ReadOrders {
  private readonly orders: OrdersRepository;

  constructor(orders: OrdersRepository) {
    this.orders = orders;
  }

  async get({ order_id, at, placed_by }: GetOrderRequest): Promise<Read> {
    const all = await this.orders.history(order_id);
    const until = at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at);
    const history = all.filter((event) => Date.parse(event.at) <= until);
    const order = fold(history);
    if (order && (placed_by === undefined || order.placed_by === placed_by)) return { ok: true, order, history };
    return { ok: false, failure: 'order-not-found', message: `There is no order ${order_id}${at ? ` at ${at}` : ''}` };
  }

  /** The newest first. */
  async page(state: string | undefined, after: Cursor | undefined, limit: number) {
    const size = limit || USUAL_PAGE;
    const found = await this.orders.page(state, after, size + 1);
    const items = found.slice(0, size);
    return { items, next: found.length > size ? items.at(-1) : undefined };
  }
}
