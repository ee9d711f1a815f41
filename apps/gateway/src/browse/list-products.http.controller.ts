import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { okOrProblem } from '../errors/value-or-problem.js';
import { InventoryClient } from '../inventory-client/inventory.grpc.client.js';
import { etagOf, tagged } from './etag.http.js';
import { type ProductListDto, productBody } from './product.dto.js';

const FIRST_PAGE = 100;

@ApiTags('products')
@Controller('products')
export class ListProductsController {
  constructor(private readonly inventory: InventoryClient) {}

  @Get()
  @ApiOperation({ operationId: 'listProducts', summary: 'The first 100 products, by id' })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductListDto | undefined> {
    const { value } = okOrProblem(await this.inventory.listProducts(FIRST_PAGE, request.span.traceparent));
    return tagged(request, reply, etagOf(value.items), { items: value.items.map(productBody) });
  }
}
