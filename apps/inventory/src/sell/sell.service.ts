import type { DecreaseStockRequest } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { INVENTORY_CONFIG, type InventoryConfig } from '../inventory.config.js';
import { parseSaleRequest } from './sale-request.js';
import { SaleTelemetry } from './sale-telemetry.js';
import { SalesRepository } from './sales.pg.repository.js';
import { SalesQueue } from './sales-queue.js';
import { BatchSeller, type SaleOutcome } from './sell-batch.js';

/** Several times what a batch takes on a busy machine. */
const PATIENCE_MS = 50;

/** The one way to sell: validate, wait for a batch, tell what happened. */
@Injectable()
export class SellService {
  private readonly queue: SalesQueue;

  constructor(
    repository: SalesRepository,
    private readonly telemetry: SaleTelemetry,
    @Inject(LOGGER) logger: Logger,
    @Inject(INVENTORY_CONFIG) config: InventoryConfig,
  ) {
    const batches = new BatchSeller(repository, logger);
    const limits = {
      batch: config.SALES_BATCH_MAX,
      inFlight: config.SALES_BATCHES_IN_FLIGHT,
      patienceMs: PATIENCE_MS,
      waiting: config.SALES_QUEUE_MAX,
    };
    this.queue = new SalesQueue(
      (items, timeoutMs) => telemetry.batch(items, () => batches.sell(items, timeoutMs)),
      limits,
    );
  }

  /** @param deadline milliseconds since the epoch. Never rejects. */
  async sell(message: DecreaseStockRequest, deadline: number): Promise<SaleOutcome> {
    const parsed = parseSaleRequest(message);
    if (!parsed.ok) return this.telemetry.refused(parsed);
    const span = this.telemetry.start(message.traceparent);
    const outcome = await this.queue.submit({ request: parsed.request, traceparent: span.traceparent }, deadline);
    this.telemetry.end(span, outcome);
    return outcome;
  }
}
