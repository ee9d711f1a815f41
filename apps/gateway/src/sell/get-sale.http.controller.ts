import { unwrap } from '@app/contracts';
import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { OrderIdParams } from './order-id.dto.js';
import { SaleDto, saleBody } from './sale.dto.js';

@ApiTags('sales')
@Controller('sales')
export class GetSaleController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Get(':order_id')
  @Header('cache-control', 'no-cache')
  @ApiOperation({
    operationId: 'getSale',
    summary: 'Read a sale again',
    description: 'The sale as it was recorded, byte for byte what the call that made it was answered.',
  })
  @ApiOkResponse({ description: 'The sale.', type: SaleDto, headers: headerRefs('Cache-Control', 'traceparent') })
  @InventoryProblems('sale-not-found')
  async get(@Param() { order_id }: OrderIdParams, @Req() request: FastifyRequest): Promise<SaleDto> {
    const { value } = unwrap(await this.inventory.getSale(order_id, request.span.traceparent));
    return saleBody(value);
  }
}
