import { Body, Controller, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Roles } from '../auth/roles.decorator.js';
import { okOrProblem } from '../errors/value-or-problem.js';
import { InventoryClient } from '../inventory-client/inventory.grpc.client.js';
import { RestockDto, type RestockedDto, restockedBody } from './restock.dto.js';

@ApiTags('owner')
@Controller('inventory')
export class RestockController {
  constructor(private readonly inventory: InventoryClient) {}

  @Post('restock')
  @Roles('admin')
  @ApiOperation({ operationId: 'restock', summary: 'Add stock, once per restock_id' })
  async restock(
    @Body() body: RestockDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RestockedDto> {
    const { value } = okOrProblem(await this.inventory.restock(body, request.span.traceparent));
    if (value.replayed) reply.status(HttpStatus.OK).header('idempotent-replayed', 'true');
    return restockedBody(value);
  }
}
