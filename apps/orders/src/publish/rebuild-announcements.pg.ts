import type { OutboxRepository } from '@app/outbox';
import type { Pool } from '@app/postgres';
import { ANNOUNCED_BY, announcementsOf } from '../order/announce.js';
import type { OrdersRepository } from '../order/orders.pg.repository.js';

/** Orders with announcements in a time range. */
const TOLD_BETWEEN = `
  SELECT DISTINCT order_id FROM order_events WHERE at >= $1 AND at < $2 AND type = ANY($3) AND order_id > $4
  ORDER BY order_id LIMIT $5`;

const PAGE = 200;

/** Repairs: what was announced in a time range, rebuilt from the histories under the same ids and due at once. */
export class RebuildAnnouncements {
  private readonly pool: Pool;
  private readonly orders: OrdersRepository;
  private readonly outbox: OutboxRepository;

  constructor(pool: Pool, orders: OrdersRepository, outbox: OutboxRepository) {
    this.pool = pool;
    this.orders = orders;
    this.outbox = outbox;
  }

  /** @param to exclusive @returns how many were not waiting already */
  async between(from: Date, to: Date): Promise<number> {
    let requeued = 0;
    for (let last = ''; ; ) {
      const { rows } = await this.pool.query(TOLD_BETWEEN, [from, to, ANNOUNCED_BY, last, PAGE]);
      for (const { order_id } of rows) requeued += await this.again(order_id, from, to);
      if (rows.length < PAGE) return requeued;
      last = rows.at(-1).order_id;
    }
  }

  private async again(order_id: string, from: Date, to: Date): Promise<number> {
    const messages = announcementsOf(undefined, await this.orders.history(order_id));
    const inRange = messages.filter(({ at }) => Date.parse(at) >= from.getTime() && Date.parse(at) < to.getTime());
    return await this.outbox.requeue(
      inRange.map(({ event_id, payload, traceparent }) => ({ event_id, body: Buffer.from(payload), traceparent })),
    );
  }
}
