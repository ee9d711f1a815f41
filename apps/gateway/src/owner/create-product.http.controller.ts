import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Roles } from '../auth/roles.decorator.js';
import { type ProductDto, productBody } from '../browse/product.dto.js';
import { okOrProblem } from '../errors/value-or-problem.js';
import { InventoryClient } from '../inventory-client/inventory.grpc.client.js';
import { CreateProductDto } from './create-product.dto.js';

@ApiTags('owner')
@Controller('products')
export class CreateProductController {
  constructor(private readonly inventory: InventoryClient) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ operationId: 'createProduct', summary: 'Put a product on sale' })
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
