import { unwrap } from '@app/contracts';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { IdParams } from './id.dto.js';
import { PageQuery, ProductChangeListDto, productChangesBody } from './product-changes.dto.js';

@ApiTags('catalog')
@Controller('products')
export class ListProductChangesController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Get(':id/changes')
  @Roles('admin')
  @ApiOperation({
    operationId: 'listProductChanges',
    summary: 'Who changed a product, what and when',
    description: 'Newest first. Sales and deliveries are no changes of the product.',
  })
  @ApiOkResponse({ description: 'One page.', type: ProductChangeListDto, headers: headerRefs('traceparent') })
  @InventoryProblems('product-not-found')
  async list(
    @Param() { id }: IdParams,
    @Query() { cursor, limit = 0 }: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<ProductChangeListDto> {
    const asked = { product_id: id, cursor, limit };
    const { value } = unwrap(await this.inventory.listProductChanges(asked, request.span.traceparent));
    return productChangesBody(value);
  }
}
