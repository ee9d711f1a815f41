import { type DecreaseStockRequest, FAILURES } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { HttpStatus, Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { SellResult } from '../clients/inventory/inventory.grpc.client.js';
import { RecentOrders } from '../flow/recent-orders.js';

/** One log line for each order that was answered, one count for each sale that was recorded. */
@Injectable()
export class SaleRecord {
  private readonly sales: Counter;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly recent: RecentOrders,
    registry: Registry,
  ) {
    this.sales = new Counter({
      name: 'gateway_sales_total',
      help: 'Sales recorded: replays and refusals do not count',
      registers: [registry],
    });
  }

  answered(trace_id: string, { order_id, product_id, quantity }: DecreaseStockRequest, result: SellResult): void {
    if (result.ok && !result.replayed) this.sales.inc();
    const outcome = result.ok ? (result.replayed ? 'replayed' : 'sold') : result.failure;
    this.recent.add({ order_id, outcome, trace_id });
    this.logger.info({ trace_id, order_id, product_id, quantity, status: statusOf(result), outcome }, 'sale');
  }
}

const statusOf = (result: SellResult): number => {
  if (!result.ok) return FAILURES[result.failure].http;
  return result.replayed ? HttpStatus.OK : HttpStatus.CREATED;
};
