import { unwrap } from '@app/contracts';
import { OutboxPublisher } from '@app/outbox';
import { Body, Controller, Header, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { DecreaseStockDto } from './decrease-stock.dto.js';
import { SaleDto, saleBody, saleLocation } from './sale.dto.js';
import { SaleTelemetry } from './sale-telemetry.js';

@ApiTags('sales')
@Controller('inventory')
export class DecreaseStockController {
  private readonly inventory: InventoryClient;
  private readonly events: OutboxPublisher;
  private readonly telemetry: SaleTelemetry;

  constructor(inventory: InventoryClient, events: OutboxPublisher, telemetry: SaleTelemetry) {
    this.inventory = inventory;
    this.events = events;
    this.telemetry = telemetry;
  }

  @Post('decrease')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'decreaseStock',
    summary: 'Sell a product, once per order_id',
    description:
      'Takes the units from the stock and records the sale, or does nothing. The same request again is answered with the same sale; another body under the same order_id is refused.',
  })
  @ApiCreatedResponse({ description: 'Sold.', type: SaleDto, headers: headerRefs('Location', 'traceparent') })
  @ApiOkResponse({
    description: 'Was sold before, by an equal request: the same sale again.',
    type: SaleDto,
    headers: headerRefs('Idempotent-Replayed', 'traceparent'),
  })
  @InventoryProblems(
    'product-not-found',
    'product-archived',
    'insufficient-stock',
    'order-in-progress',
    'order-id-reused',
  )
  async decrease(
    @Body() body: DecreaseStockDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SaleDto> {
    const { traceId, traceparent } = request.span;
    const order = { ...body, traceparent };
    const result = await this.inventory.sell(order, request.raw.socket);
    this.telemetry.answered(traceId, order, result, reply.elapsedTime);
    const { sale, replayed, event } = unwrap(result);
    if (replayed) {
      reply.status(HttpStatus.OK).header('idempotent-replayed', 'true');
    } else {
      this.events.publishSoon({ event_id: sale.sale_id, type: 'product_sold', body: event, traceparent });
      reply.status(HttpStatus.CREATED).header('location', saleLocation(sale.order_id));
    }
    return saleBody(sale);
  }
}
