import { unwrap } from '@app/contracts';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { ApiTagged } from '../http/openapi/tagged.decorator.js';
import { productTag, tagged } from './etag.http.js';
import { ProductIdParams } from './product-id.dto.js';
import { StockDto, stockBody } from './stock.dto.js';

@ApiTags('stock')
@Controller('inventory')
export class GetStockController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Get(':product_id')
  @ApiOperation({
    operationId: 'getStock',
    summary: 'A product with its stock as it is now',
    description: 'Reads your own writes: right after a sale it shows the reduced stock.',
  })
  @ApiTagged('The product.', StockDto)
  @InventoryProblems('product-not-found')
  async get(
    @Param() { product_id }: ProductIdParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StockDto | undefined> {
    const { value } = unwrap(await this.inventory.getStock(product_id, request.span.traceparent));
    const etag = productTag({ id: product_id, version: value.version, stock: value.current_stock });
    return tagged(request, reply, etag, stockBody(value));
  }
}
