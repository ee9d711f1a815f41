import { OutboxRepository } from '@app/outbox';
import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { RETURNS_BETWEEN, SALES_BETWEEN } from '../batch/batch.pg.sql.js';
import { type ReturnRow, type SaleRow, toReturn, toSale } from '../batch/rows.pg.js';
import { rowsBetween } from '../batch/rows-between.pg.query.js';
import { POOL } from '../database/pools.js';
import { returnEvent } from '../reserve/return-event.js';
import { saleEvent } from '../sell/sale-event.js';

const PAGE = 500;

/** Repairs: the events of recorded sales and returns, rebuilt byte for byte and due at once. */
@Injectable()
export class RequeueEvents {
  private readonly pool: Pool;
  private readonly outbox: OutboxRepository;

  constructor(@Inject(POOL) pool: Pool, outbox: OutboxRepository) {
    this.pool = pool;
    this.outbox = outbox;
  }

  /** @param from inclusive @param to exclusive @returns how many were not waiting already */
  async between(from: Date, to: Date): Promise<number> {
    let requeued = 0;
    for await (const page of rowsBetween<SaleRow>(this.pool, SALES_BETWEEN, from, to, PAGE)) {
      requeued += await this.outbox.requeue(
        page.map(({ traceparent, ...row }) => ({ event_id: row.sale_id, body: saleEvent(toSale(row)), traceparent })),
      );
    }
    for await (const page of rowsBetween<ReturnRow>(this.pool, RETURNS_BETWEEN, from, to, PAGE)) {
      requeued += await this.outbox.requeue(
        page.map(({ traceparent, ...row }) => ({
          event_id: row.event_id,
          body: returnEvent(toReturn(row)),
          traceparent,
        })),
      );
    }
    return requeued;
  }
}
