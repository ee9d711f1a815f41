import {
  type AdjustRequest,
  type AdjustResponse,
  INVENTORY_SERVICE_NAME,
  type InventoryServiceController,
  type RestockRequest,
  type RestockResponse,
  unwrap,
} from '@app/contracts';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { callerOf } from '../grpc/caller.grpc.js';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';
import { StockRepository } from './stock.pg.repository.js';
import { checkAdjust, checkRestock } from './stock-request.js';

type Call = ServerUnaryCall<unknown, unknown>;

/** Keeps the stock: deliveries and corrections. */
@Controller()
@UseFilters(InventoryFailureFilter)
export class StockController implements Pick<InventoryServiceController, 'restock' | 'adjust'> {
  private readonly repository: StockRepository;

  constructor(repository: StockRepository) {
    this.repository = repository;
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'Restock')
  async restock(request: RestockRequest, _?: Metadata, call?: Call): Promise<RestockResponse> {
    const caller = callerOf(call);
    unwrap(checkRestock(request));
    const { restock_id: id, product_id, quantity } = request;
    const { change, replayed } = unwrap(await this.repository.restock({ id, product_id, quantity }, caller));
    return { restock_id: id, product_id, quantity, current_stock: change.stock_after, replayed };
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'Adjust')
  async adjust(request: AdjustRequest, _?: Metadata, call?: Call): Promise<AdjustResponse> {
    const caller = callerOf(call);
    unwrap(checkAdjust(request));
    const { adjustment_id: id, product_id, quantity, reason } = request;
    const { change, replayed } = unwrap(await this.repository.adjust({ id, product_id, quantity, reason }, caller));
    return { adjustment_id: id, product_id, quantity, reason, current_stock: change.stock_after, replayed };
  }
}
