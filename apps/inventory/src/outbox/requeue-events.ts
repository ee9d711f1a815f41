import { OutboxRepository } from '@app/outbox';
import { Injectable } from '@nestjs/common';
import { saleEvent } from '../sell/sale-event.js';
import { SoldBetween } from '../sell/sold-between.pg.query.js';

const PAGE = 500;

/** Repairs: the events of recorded sales, rebuilt byte for byte and due at once. */
@Injectable()
export class RequeueEvents {
  constructor(
    private readonly sales: SoldBetween,
    private readonly outbox: OutboxRepository,
  ) {}

  /** @param from inclusive @param to exclusive @returns how many were not waiting already */
  async between(from: Date, to: Date): Promise<number> {
    let requeued = 0;
    for await (const page of this.sales.pages(from, to, PAGE)) {
      requeued += await this.outbox.requeue(
        page.map(({ sale, traceparent }) => ({
          event_id: sale.sale_id,
          body: saleEvent(sale),
          traceparent,
        })),
      );
    }
    return requeued;
  }
}
