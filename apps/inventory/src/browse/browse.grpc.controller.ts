import {
  type Failure,
  type GetSaleRequest,
  type GetStockRequest,
  type GetStockResponse,
  INVENTORY_SERVICE_NAME,
  type InventoryServiceController,
  KEY_PATTERN,
  LIMITS,
  type ListProductsRequest,
  type ListProductsResponse,
  type Sale,
} from '@app/contracts';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { FailureError, FailureFilter } from '../grpc/failure.grpc.js';
import { toSaleMessage } from '../sell/sale.grpc.mapper.js';
import { invalid, isCount } from '../sell/sale-request.js';
import { BrowseRepository } from './browse.pg.repository.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** Products and sales as they are now. */
@Controller()
@UseFilters(FailureFilter)
export class BrowseController implements Pick<InventoryServiceController, 'getStock' | 'getSale' | 'listProducts'> {
  constructor(private readonly repository: BrowseRepository) {}

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'GetStock')
  async getStock({ product_id }: GetStockRequest): Promise<GetStockResponse> {
    if (!isCount(product_id)) throw new FailureError(badProductId);
    const product = await this.repository.product(product_id);
    if (!product) throw notFound('product-not-found', `There is no product ${product_id}`);
    const { name, price_cents, currency, stock: current_stock, version } = product;
    const message = `${current_stock} in stock`;
    return { product_id, current_stock, success: true, message, name, price_cents, currency, version, reserved: 0 };
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'GetSale')
  async getSale({ order_id }: GetSaleRequest): Promise<Sale> {
    const sale = KEY_PATTERN.test(order_id) ? await this.repository.sale(order_id) : undefined;
    if (!sale) throw notFound('sale-not-found', 'There is no sale with this order_id');
    return toSaleMessage(sale);
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'ListProducts')
  async listProducts({ limit }: ListProductsRequest): Promise<ListProductsResponse> {
    if (limit < 0 || limit > MAX_LIMIT) throw new FailureError(badLimit);
    return { items: await this.repository.products(limit || DEFAULT_LIMIT) };
  }
}

const badProductId = invalid([
  { pointer: '/product_id', detail: `product_id must be a whole number from 1 to ${LIMITS.int32}` },
]);
const badLimit = invalid([{ pointer: '/limit', detail: `limit must be a whole number from 1 to ${MAX_LIMIT}` }]);

const notFound = (failure: Failure['failure'], message: string) => new FailureError({ ok: false, failure, message });
