import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { SALES_BETWEEN } from '../batch/batch.pg.sql.js';
import { toSale } from '../batch/rows.pg.js';
import { firstUuidOf } from '../batch/uuid-v7.js';
import { POOL } from '../database/pools.js';
import type { RecordedSale } from './sale.js';

/** Ids are made a moment before or after the sale's own time: the same clock, read twice, perhaps stepping. */
const SKEW_MS = 60_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Sales of a time range, without reading the others. */
@Injectable()
export class SoldBetween {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Oldest first, at most `size` at once. */
  async *pages(
    from: Date,
    to: Date,
    size: number,
  ): AsyncGenerator<{ sale: RecordedSale; traceparent: string | null }[]> {
    const end = firstUuidOf(to.getTime() + SKEW_MS);
    let after = FIRST;
    const start = firstUuidOf(from.getTime() - SKEW_MS);
    while (true) {
      const { rows } = await this.pool.query(SALES_BETWEEN, [start, end, from, to, size, after]);
      if (rows.length > 0) yield rows.map(({ traceparent, ...sale }) => ({ sale: toSale(sale), traceparent }));
      if (rows.length < size) return;
      after = rows.at(-1).sale_id;
    }
  }
}
