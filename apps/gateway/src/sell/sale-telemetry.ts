import { type DecreaseStockRequest, FAILURES } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { HttpStatus, Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { SellResult } from '../clients/inventory/inventory.grpc.client.js';
import { RecentOrders } from '../flow/recent-orders.js';
import { Journal } from '../story/journal.js';

/** One log line for each order that was answered, one count for each sale that was recorded. */
@Injectable()
export class SaleTelemetry {
  private readonly logger: Logger;
  private readonly recent: RecentOrders;
  private readonly journal: Journal;
  private readonly sales: Counter;

  constructor(@Inject(LOGGER) logger: Logger, recent: RecentOrders, journal: Journal, registry: Registry) {
    this.logger = logger;
    this.recent = recent;
    this.journal = journal;
    this.sales = new Counter({
      name: 'gateway_sales_total',
      help: 'Sales recorded: replays and refusals do not count',
      registers: [registry],
    });
  }

  /** @param took milliseconds since the request began */
  answered(
    trace_id: string,
    { order_id, product_id, quantity }: DecreaseStockRequest,
    result: SellResult,
    took: number,
  ): void {
    if (result.ok && !result.replayed) {
      this.sales.inc();
      this.journal.answered(order_id, { trace_id, at: Date.now() - took, duration_ms: Math.round(took * 10) / 10 });
    }
    const outcome = result.ok ? (result.replayed ? 'replayed' : 'sold') : result.failure;
    this.recent.add({ order_id, outcome, trace_id });
    this.logger.info({ trace_id, order_id, product_id, quantity, status: statusOf(result), outcome }, 'sale');
  }
}

const statusOf = (result: SellResult): number => {
  if (!result.ok) return FAILURES[result.failure].http;
  return result.replayed ? HttpStatus.OK : HttpStatus.CREATED;
};
