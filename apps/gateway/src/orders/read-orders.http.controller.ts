import { unwrap } from '@app/contracts';
import { Controller, Get, Header, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OrdersClient } from '../clients/orders/orders.grpc.client.js';
import { GATEWAY_CONFIG, type GatewayConfig } from '../gateway.config.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { OrdersProblems } from '../http/openapi/problems.decorator.js';
import { OrderDto, orderBody } from './order.dto.js';
import { ListOrdersQuery, OrderAtQuery, OrderParams } from './order-params.dto.js';
import { readerOf } from './owner-of.js';

/** One page of orders. */
class OrderPageDto {
  @ApiProperty({ type: [OrderDto] })
  items: OrderDto[];

  @ApiProperty({ required: false, description: 'Left out on the last page.', example: 'WyJDNHU3T1J4Z1VnRlMiLDJd' })
  next_cursor?: string;
}

@ApiTags('orders')
@Controller('orders')
export class ReadOrdersController {
  private readonly orders: OrdersClient;
  private readonly config: GatewayConfig;

  constructor(orders: OrdersClient, @Inject(GATEWAY_CONFIG) config: GatewayConfig) {
    this.orders = orders;
    this.config = config;
  }

  @Get()
  @Roles('admin')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'listOrders',
    summary: 'All orders, the newest first',
    description: 'Pages by cursor: what is placed meanwhile neither repeats nor hides anything.',
  })
  @ApiOkResponse({ description: 'One page.', type: OrderPageDto, headers: headerRefs('traceparent') })
  @OrdersProblems()
  async list(@Query() query: ListOrdersQuery, @Req() request: FastifyRequest): Promise<OrderPageDto> {
    const { limit = 0, ...rest } = query;
    const { value } = unwrap(await this.orders.list({ ...rest, limit }, request.span.traceparent));
    const { items, next_cursor } = value;
    return { items: items.map(orderBody), ...(next_cursor !== '' && { next_cursor }) };
  }

  @Get(':order_id')
  @Header('cache-control', 'no-cache')
  @ApiOperation({
    operationId: 'getOrder',
    summary: 'An order, now or at a moment',
    description: 'Buyers see their own orders, an admin all of them.',
  })
  @ApiOkResponse({ description: 'The order.', type: OrderDto, headers: headerRefs('Cache-Control', 'traceparent') })
  @OrdersProblems('order-not-found')
  async get(
    @Param() { order_id }: OrderParams,
    @Query() { at }: OrderAtQuery,
    @Req() request: FastifyRequest,
  ): Promise<OrderDto> {
    const placed_by = readerOf(request, this.config);
    const wanted = { order_id, ...(at !== undefined && { at }), ...(placed_by !== undefined && { placed_by }) };
    return orderBody(unwrap(await this.orders.get(wanted, request.span.traceparent)).value);
  }
}
