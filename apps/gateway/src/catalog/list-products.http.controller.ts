import { unwrap } from '@app/contracts';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listTag, tagged } from '../browse/etag.http.js';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { ApiTagged } from '../http/openapi/tagged.decorator.js';
import { ListProductsQuery } from './list-products.dto.js';
import { ProductListDto, productListBody } from './product.dto.js';

@ApiTags('catalog')
@Controller('products')
export class ListProductsController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Get()
  @ApiOperation({
    operationId: 'listProducts',
    summary: 'The products that are on sale, page by page',
    description:
      'With what can be sold of each right now. A page goes on from the place where the one before ended, so what is added, changed or sold meanwhile never makes it skip or repeat a product that stayed as it is.',
  })
  @ApiTagged('One page. Without next_cursor it is the last.', ProductListDto)
  @InventoryProblems()
  async list(
    @Query() query: ListProductsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductListDto | undefined> {
    const asked = { ...query, limit: query.limit ?? 0 };
    const { value } = unwrap(await this.inventory.listProducts(asked, request.span.traceparent));
    return tagged(request, reply, listTag(value), productListBody(value));
  }
}
