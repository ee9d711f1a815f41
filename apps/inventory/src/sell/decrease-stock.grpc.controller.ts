import {
  type DecreaseStockBatchRequest,
  type DecreaseStockBatchResponse,
  type DecreaseStockRequest,
  type DecreaseStockResponse,
  FailureError,
  INVENTORY_SERVICE_NAME,
  type InventoryServiceController,
  unwrap,
} from '@app/contracts';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { CALLER_GONE } from '../batch/batch-failures.js';
import { callerOf } from '../grpc/caller.grpc.js';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';
import { batchTooLarge, MAX_BATCH_REQUESTS, toOutcome, toResponse } from './sale.grpc.mapper.js';
import { SellService } from './sell.service.js';

/** Sells: one at a time or many in one call. Both end in the same batches. */
@Controller()
@UseFilters(InventoryFailureFilter)
export class DecreaseStockController
  implements Pick<InventoryServiceController, 'decreaseStock' | 'decreaseStockBatch'>
{
  private readonly seller: SellService;

  constructor(seller: SellService) {
    this.seller = seller;
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'DecreaseStock')
  async decreaseStock(
    request: DecreaseStockRequest,
    _metadata?: Metadata,
    call?: ServerUnaryCall<unknown, unknown>,
  ): Promise<DecreaseStockResponse> {
    return toResponse(unwrap(await this.seller.sell(request, callerOf(call))));
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'DecreaseStockBatch')
  async decreaseStockBatch(
    { requests }: DecreaseStockBatchRequest,
    _metadata?: Metadata,
    call?: ServerUnaryCall<unknown, unknown>,
  ): Promise<DecreaseStockBatchResponse> {
    if (requests.length > MAX_BATCH_REQUESTS) throw new FailureError(batchTooLarge(requests.length));
    const caller = callerOf(call);
    const outcomes = await Promise.all(requests.map((request) => this.seller.sell(request, caller)));
    if (outcomes.includes(CALLER_GONE)) throw new FailureError(CALLER_GONE);
    return { outcomes: outcomes.map(toOutcome) };
  }
}
