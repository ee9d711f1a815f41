import type { Pool } from '@app/postgres';

/** One mail of an order, as the notification log has it. */
export interface LoggedMail {
  event_id: string;
  trace_id: string;
  state: 'claimed' | 'sent' | 'failed' | 'unknown';
  attempts: number;
  last_error: string | null;
  created_at: Date;
  sent_at: Date | null;
}

/** What notifications knows of one order. */
export class StoryQuery {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async mails(orderId: string): Promise<LoggedMail[]> {
    const { rows } = await this.pool.query<LoggedMail>({
      name: 'story',
      text: `SELECT event_id, trace_id, state, attempts, last_error, created_at, sent_at
        FROM notifications WHERE order_id = $1 ORDER BY created_at`,
      values: [orderId],
    });
    return rows;
  }
}
