import { unwrap } from '@app/contracts';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tagged } from '../browse/etag.http.js';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { ApiTagged } from '../http/openapi/tagged.decorator.js';
import { CatalogProductDto, catalogProductBody } from './catalog-product.dto.js';
import { IdParams } from './id.dto.js';

@ApiTags('catalog')
@Controller('products')
export class GetProductController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getProduct',
    summary: 'A product without its stock',
    description:
      'A sale leaves its ETag, which is what a change (PATCH) needs. GET /inventory/{product_id} has the stock.',
  })
  @ApiTagged('The product.', CatalogProductDto)
  @InventoryProblems('product-not-found')
  async get(
    @Param() { id }: IdParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CatalogProductDto | undefined> {
    const { value } = unwrap(await this.inventory.getProduct(id, request.span.traceparent));
    return tagged(request, reply, `"${value.etag}"`, catalogProductBody(value));
  }
}
