import { unwrap } from '@app/contracts';
import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { subjectOf } from '../http/auth/caller.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { CreateProductDto } from './create-product.dto.js';
import { ProductDto, productBody } from './product.dto.js';

@ApiTags('catalog')
@Controller('products')
export class CreateProductController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

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
    const { value } = unwrap(
      await this.inventory.createProduct({ ...body, created_by: subjectOf(request) }, request.span.traceparent),
    );
    reply.header('location', `/inventory/${value.id}`);
    return productBody(value);
  }
}
