import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { okOrProblem } from '../http/errors/value-or-problem.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { ApiTagged } from '../http/openapi/tagged.decorator.js';
import { listTag, tagged } from './etag.http.js';
import { ProductListDto, productBody } from './product.dto.js';

const FIRST_PAGE = 100;

@ApiTags('catalog')
@Controller('products')
export class ListProductsController {
  constructor(private readonly inventory: InventoryClient) {}

  @Get()
  @ApiOperation({
    operationId: 'listProducts',
    summary: 'The first 100 products, by id',
    description: 'With the stock as it is now.',
  })
  @ApiTagged('The products.', ProductListDto)
  @InventoryProblems()
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductListDto | undefined> {
    const { value } = okOrProblem(await this.inventory.listProducts(FIRST_PAGE, request.span.traceparent));
    return tagged(request, reply, listTag(value.items), { items: value.items.map(productBody) });
  }
}
