import {
  type CreateProductRequest,
  INVENTORY_SERVICE_NAME,
  type InventoryServiceController,
  type Product,
  type RestockRequest,
  type RestockResponse,
} from '@app/contracts';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { FailureError, FailureFilter, unwrap } from '../grpc/failure.grpc.js';
import { StockRepository } from './stock.pg.repository.js';
import { checkProduct, checkRestock } from './stock-request.js';

/** Keeps the stock: new products and more units. */
@Controller()
@UseFilters(FailureFilter)
export class StockController implements Pick<InventoryServiceController, 'createProduct' | 'restock'> {
  constructor(private readonly repository: StockRepository) {}

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'CreateProduct')
  async createProduct(request: CreateProductRequest): Promise<Product> {
    unwrap(checkProduct(request));
    const product = await this.repository.create(request);
    if (product) return product;
    throw new FailureError({
      ok: false,
      failure: 'product-exists',
      message: `There is a product ${request.id} already`,
    });
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'Restock')
  async restock(request: RestockRequest): Promise<RestockResponse> {
    unwrap(checkRestock(request));
    const { restock, replayed } = unwrap(await this.repository.restock(request));
    const { restock_id, product_id, quantity, stock_after: current_stock } = restock;
    return { restock_id, product_id, quantity, current_stock, replayed };
  }
}
