import type { Failure } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { INVENTORY_CONFIG, type InventoryConfig } from '../inventory.config.js';
import { BatchRepository } from './batch.pg.repository.js';
import { BatchQueue } from './batch-queue.js';
import { BatchTelemetry } from './batch-telemetry.js';
import { BatchRunner } from './run-batch.js';
import type { Kind, OutcomeOf, StockItem, StockOutcome } from './stock-item.js';

/** Several times what a batch takes on a busy machine. */
const PATIENCE_MS = 50;

/** The one way to change what can be sold: whatever is asked at the same moment is decided in one transaction, in the order in which it came. */
@Injectable()
export class StockBatches {
  private readonly queue: BatchQueue<StockItem, StockOutcome>;

  constructor(
    repository: BatchRepository,
    telemetry: BatchTelemetry,
    @Inject(LOGGER) logger: Logger,
    @Inject(INVENTORY_CONFIG) config: InventoryConfig,
  ) {
    const runner = new BatchRunner(repository, logger);
    const limits = {
      batch: config.SALES_BATCH_MAX,
      inFlight: config.SALES_BATCHES_IN_FLIGHT,
      patienceMs: PATIENCE_MS,
      waiting: config.SALES_QUEUE_MAX,
    };
    this.queue = new BatchQueue(
      (items, timeoutMs) => telemetry.batch(items, () => runner.run(items, timeoutMs)),
      limits,
    );
  }

  /** @param deadline milliseconds since the epoch. Never rejects. */
  async submit<K extends Kind>(item: StockItem<K>, deadline: number): Promise<OutcomeOf<K> | Failure> {
    return (await this.queue.submit(item as StockItem, deadline)) as OutcomeOf<K> | Failure;
  }
}
