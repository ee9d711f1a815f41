import { unwrap } from '@app/contracts';
import { Body, Controller, Header, HttpCode, HttpStatus, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OrdersClient } from '../clients/orders/orders.grpc.client.js';
import { GATEWAY_CONFIG, type GatewayConfig } from '../gateway.config.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { OrdersProblems } from '../http/openapi/problems.decorator.js';
import { OrderDto, orderBody } from './order.dto.js';
import { OrderParams } from './order-params.dto.js';
import { readerOf } from './owner-of.js';
import { RefundedDto, RefundOrderDto, refundedBody } from './refund-order.dto.js';

@ApiTags('orders')
@Controller('orders')
export class ChangeOrderController {
  private readonly orders: OrdersClient;
  private readonly config: GatewayConfig;

  constructor(orders: OrdersClient, @Inject(GATEWAY_CONFIG) config: GatewayConfig) {
    this.orders = orders;
    this.config = config;
  }

  @Post(':order_id/cancel')
  @HttpCode(HttpStatus.OK)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'cancelOrder',
    summary: 'Cancel an order that is not sold yet',
    description: 'The units are given back and the payment is undone. Once the units are sold only a refund is left.',
  })
  @ApiOkResponse({
    description: 'Cancelled.',
    type: OrderDto,
    headers: headerRefs('Idempotent-Replayed', 'traceparent'),
  })
  @OrdersProblems('order-not-found', 'order-not-cancellable', 'order-in-progress', 'inventory-unavailable')
  async cancel(
    @Param() { order_id }: OrderParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDto> {
    const reader = readerOf(request, this.config);
    const { order, replayed } = unwrap(await this.orders.cancel(order_id, reader, request.span.traceparent)).value;
    if (!order) throw new TypeError('orders answered without an order');
    if (replayed) reply.header('idempotent-replayed', 'true');
    return orderBody(order);
  }

  @Post(':order_id/refund')
  @Roles('admin')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'refundOrder',
    summary: 'Pay back in full or by line, once per refund_id',
    description:
      'The same request again is answered with the same refund; another body under the same refund_id is refused.',
  })
  @ApiCreatedResponse({ description: 'Paid back.', type: RefundedDto, headers: headerRefs('traceparent') })
  @ApiOkResponse({
    description: 'Was paid back before, by an equal request: the same refund again.',
    type: RefundedDto,
    headers: headerRefs('Idempotent-Replayed', 'traceparent'),
  })
  @OrdersProblems('order-not-found', 'refund-exceeds-payment', 'refund-id-reused', 'order-in-progress')
  async refund(
    @Param() { order_id }: OrderParams,
    @Body() { lines = [], ...body }: RefundOrderDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RefundedDto> {
    const { traceparent } = request.span;
    const { value } = unwrap(await this.orders.refund({ ...body, order_id, lines, traceparent }));
    if (value.replayed) reply.status(HttpStatus.OK).header('idempotent-replayed', 'true');
    return refundedBody(value);
  }
}
