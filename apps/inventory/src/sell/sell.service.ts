import type { DecreaseStockRequest } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import { StockBatches } from '../batch/stock-batches.js';
import type { Caller } from '../grpc/caller.grpc.js';
import type { SaleOutcome } from './sale.grpc.mapper.js';
import { parseSaleRequest } from './sale-request.js';
import { SaleTelemetry } from './sale-telemetry.js';

/** The one way to sell: validate, wait for a batch, return its outcome. */
@Injectable()
export class SellService {
  private readonly batches: StockBatches;
  private readonly telemetry: SaleTelemetry;

  constructor(batches: StockBatches, telemetry: SaleTelemetry) {
    this.batches = batches;
    this.telemetry = telemetry;
  }

  /** Never rejects. */
  async sell(message: DecreaseStockRequest, caller: Caller): Promise<SaleOutcome> {
    const parsed = parseSaleRequest(message);
    if (!parsed.ok) return this.telemetry.refused(parsed);
    const span = this.telemetry.start(parsed.request, message.traceparent);
    const item = { kind: 'sale', request: parsed.request, traceparent: span.traceparent, caller } as const;
    const outcome = await this.batches.submit<'sale'>(item, caller.deadline);
    this.telemetry.end(span, outcome);
    return outcome;
  }
}
