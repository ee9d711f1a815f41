import { unwrap } from '@app/contracts';
import { Body, Controller, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { AdjustDto, AdjustedDto, adjustedBody } from './adjust.dto.js';

@ApiTags('stock')
@Controller('inventory')
export class AdjustController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Post('adjust')
  @Roles('admin')
  @ApiOperation({
    operationId: 'adjust',
    summary: 'Correct the stock, once per adjustment_id',
    description:
      'For units that were found, lost or broken. What pending orders hold cannot be taken away. ' +
      'The same request again is answered with the same correction; another body under the same adjustment_id is refused.',
  })
  @ApiCreatedResponse({ description: 'Corrected.', type: AdjustedDto, headers: headerRefs('traceparent') })
  @ApiOkResponse({
    description: 'Was corrected before, by an equal request: the same correction again.',
    type: AdjustedDto,
    headers: headerRefs('Idempotent-Replayed', 'traceparent'),
  })
  @InventoryProblems('product-not-found', 'insufficient-stock', 'adjustment-id-reused', 'stock-out-of-range')
  async adjust(
    @Body() body: AdjustDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdjustedDto> {
    const { value } = unwrap(await this.inventory.adjust(body, request.span.traceparent));
    if (value.replayed) reply.status(HttpStatus.OK).header('idempotent-replayed', 'true');
    return adjustedBody(value);
  }
}
