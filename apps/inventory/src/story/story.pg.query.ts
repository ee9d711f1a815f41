import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { POOL } from '../database/pools.js';

/** One recorded sale of an order, with its event as far as the broker has not confirmed it. */
export interface RecordedLine {
  event_id: string;
  traceparent: string | null;
  occurred_at: Date;
  /** Null: the broker has the event. */
  recorded_at: Date | null;
  attempts: number | null;
  last_error: string | null;
}

// By the key of sales and of the outbox: an order has 1 to 50 lines, whatever the history.
const LINES = `
  SELECT sale_id AS event_id, sales.traceparent, occurred_at, outbox.created_at AS recorded_at, attempts, last_error
  FROM sales LEFT JOIN outbox ON outbox.event_id = sales.sale_id
  WHERE order_id = $1 ORDER BY line`;

/** What inventory knows of one order. */
@Injectable()
export class StoryQuery {
  private readonly pool: Pool;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  async lines(orderId: string): Promise<RecordedLine[]> {
    const { rows } = await this.pool.query<RecordedLine>({ name: 'story', text: LINES, values: [orderId] });
    return rows;
  }
}
