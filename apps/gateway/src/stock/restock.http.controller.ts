import { unwrap } from '@app/contracts';
import { Body, Controller, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { RestockDto, RestockedDto, restockedBody } from './restock.dto.js';

@ApiTags('stock')
@Controller('inventory')
export class RestockController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Post('restock')
  @Roles('admin')
  @ApiOperation({
    operationId: 'restock',
    summary: 'Add stock, once per restock_id',
    description:
      'The same request again is answered with the same delivery; another body under the same restock_id is refused.',
  })
  @ApiCreatedResponse({ description: 'Added.', type: RestockedDto, headers: headerRefs('traceparent') })
  @ApiOkResponse({
    description: 'Was added before, by an equal request: the same delivery again.',
    type: RestockedDto,
    headers: headerRefs('Idempotent-Replayed', 'traceparent'),
  })
  @InventoryProblems('product-not-found', 'restock-id-reused', 'stock-out-of-range')
  async restock(
    @Body() body: RestockDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RestockedDto> {
    const { value } = unwrap(await this.inventory.restock(body, request.span.traceparent));
    if (value.replayed) reply.status(HttpStatus.OK).header('idempotent-replayed', 'true');
    return restockedBody(value);
  }
}
