import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Roles } from '../auth/roles.decorator.js';
import { ProductDto, productBody } from '../browse/product.dto.js';
import { okOrProblem } from '../errors/value-or-problem.js';
import { InventoryClient } from '../inventory-client/inventory.grpc.client.js';
import { headerRefs } from '../openapi/headers.js';
import { InventoryProblems } from '../openapi/problems.decorator.js';
import { CreateProductDto } from './create-product.dto.js';

@ApiTags('owner')
@Controller('products')
export class CreateProductController {
  constructor(private readonly inventory: InventoryClient) {}

  @Post()
  @Roles('admin')
  @ApiOperation({
    operationId: 'createProduct',
    summary: 'Put a product on sale',
    description: 'Under an id of your own, or under the next free one.',
  })
  @ApiCreatedResponse({ description: 'On sale.', type: ProductDto, headers: headerRefs('Location', 'traceparent') })
  @InventoryProblems('product-exists')
  async create(
    @Body() body: CreateProductDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductDto> {
    const { value } = okOrProblem(await this.inventory.createProduct(body, request.span.traceparent));
    reply.header('location', `/inventory/${value.id}`);
    return productBody(value);
  }
}
