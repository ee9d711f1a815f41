import {
  checkFields,
  complaintAbout,
  type Failure,
  FailureError,
  FIELDS,
  type GetSaleRequest,
  type GetStockRequest,
  type GetStockResponse,
  INVENTORY_SERVICE_NAME,
  type InventoryServiceController,
  type Sale,
  unwrap,
} from '@app/contracts';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';
import { toSaleMessage } from '../sell/sale.grpc.mapper.js';
import { BrowseRepository } from './browse.pg.repository.js';

/** Products and sales as they are now. */
@Controller()
@UseFilters(InventoryFailureFilter)
export class BrowseController implements Pick<InventoryServiceController, 'getStock' | 'getSale'> {
  private readonly repository: BrowseRepository;

  constructor(repository: BrowseRepository) {
    this.repository = repository;
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'GetStock')
  async getStock({ product_id }: GetStockRequest): Promise<GetStockResponse> {
    unwrap(checkFields({ product_id }, { product_id: FIELDS.product_id }));
    const product = await this.repository.product(product_id);
    if (!product) throw notFound('product-not-found', `There is no product ${product_id}`);
    const { name, price_cents, currency, stock: current_stock, reserved, version } = product;
    const message = `${current_stock} in stock`;
    return { product_id, current_stock, success: true, message, name, price_cents, currency, version, reserved };
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'GetSale')
  async getSale({ order_id }: GetSaleRequest): Promise<Sale> {
    const sale =
      complaintAbout(FIELDS.order_id, order_id) === undefined ? await this.repository.sale(order_id) : undefined;
    if (!sale) throw notFound('sale-not-found', 'There is no sale with this order_id');
    return toSaleMessage(sale);
  }
}

const notFound = (failure: Failure['failure'], message: string) => new FailureError({ ok: false, failure, message });
