import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { LINES_BY_ORDER_ID, RESERVATION_BY_ORDER_ID } from '../batch/batch.pg.sql.js';
import { toReservation } from '../batch/rows.pg.js';
import { POOL } from '../database/pools.js';
import type { AttemptRequest, Reservation } from './reservation.js';

/** now(), not clock_timestamp(): a volatile function would turn the index condition into a filter. */
const DUE = `
  SELECT order_id, attempt FROM reservations WHERE state = 'pending' AND expires_at <= now()
  ORDER BY expires_at LIMIT $1`;
const PENDING = `SELECT count(*) AS pending FROM reservations WHERE state = 'pending'`;

/** What may be read of reservations without a lock. */
@Injectable()
export class ReservationsRepository {
  private readonly pool: Pool;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  async get(orderId: string): Promise<Reservation | undefined> {
    const { rows: reservations } = await this.pool.query(RESERVATION_BY_ORDER_ID, [orderId]);
    if (reservations.length === 0) return undefined;
    const { rows: lines } = await this.pool.query(LINES_BY_ORDER_ID, [orderId]);
    return toReservation(reservations[0], lines);
  }

  /** Candidates for expiry, oldest first: whether one really ends is decided under its lock. */
  async due(limit: number): Promise<AttemptRequest[]> {
    return (await this.pool.query<AttemptRequest>({ name: 'due', text: DUE, values: [limit] })).rows;
  }

  async pending(): Promise<number> {
    const { rows } = await this.pool.query<{ pending: number }>({ name: 'pending', text: PENDING });
    return rows[0]?.pending ?? 0;
  }
}
