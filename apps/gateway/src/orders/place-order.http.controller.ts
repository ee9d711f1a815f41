import { FAILURES, unwrap } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { Body, Controller, Header, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OrdersClient } from '../clients/orders/orders.grpc.client.js';
import { GATEWAY_CONFIG, type GatewayConfig } from '../gateway.config.js';
import { headerRefs } from '../http/openapi/headers.js';
import { OrdersProblems } from '../http/openapi/problems.decorator.js';
import { OrderDto, orderBody, orderLocation } from './order.dto.js';
import { ORDER_EXAMPLES } from './order-examples.js';
import { holderOf, ownerOf } from './owner-of.js';
import { PlaceOrderDto } from './place-order.dto.js';

/** How long a shopper waits for the payment before the answer is "under way". */
const WAIT_MS = 2_000;
const DONE = ['completed', 'refunded'];

@ApiTags('orders')
@Controller('orders')
export class PlaceOrderController {
  private readonly orders: OrdersClient;
  private readonly config: GatewayConfig;
  private readonly logger: Logger;

  constructor(orders: OrdersClient, @Inject(GATEWAY_CONFIG) config: GatewayConfig, @Inject(LOGGER) logger: Logger) {
    this.orders = orders;
    this.config = config;
    this.logger = logger;
  }

  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'placeOrder',
    summary: 'Buy a basket, once per order_id',
    description:
      'Reserves all lines or none, takes the money and sells the units. The same request again is answered by where the order stands: completed 200, under way 202, declined 402 again.',
  })
  @ApiBody({ type: PlaceOrderDto, examples: ORDER_EXAMPLES })
  @ApiCreatedResponse({ description: 'Completed.', type: OrderDto, headers: headerRefs('Location', 'traceparent') })
  @ApiAcceptedResponse({
    description: 'Under way: the payment takes longer than 2 s. Its Location shows its state.',
    type: OrderDto,
    headers: headerRefs('Location', 'Idempotent-Replayed', 'traceparent'),
  })
  @ApiOkResponse({
    description: 'Was completed before, by an equal request: the order as it stands.',
    type: OrderDto,
    headers: headerRefs('Location', 'Idempotent-Replayed', 'traceparent'),
  })
  @OrdersProblems(
    'payment-declined',
    'product-not-found',
    'product-archived',
    'insufficient-stock',
    'price-changed',
    'order-expired',
    'order-cancelled',
    'order-in-progress',
    'order-id-reused',
    'too-many-open-orders',
    'inventory-unavailable',
  )
  async place(
    @Body() body: PlaceOrderDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDto> {
    const { traceparent, traceId: trace_id } = request.span;
    const placed_by = ownerOf(request, this.config);
    const result = await this.orders.place({
      ...body,
      placed_by,
      ...holderOf(request, this.config),
      wait_ms: WAIT_MS,
      traceparent,
    });
    const { order_id } = body;
    const outcome = result.ok ? result.value.order?.state : result.failure;
    this.logger.info({ trace_id, order_id, lines: body.lines.length, outcome, status: statusOf(result) }, 'order');
    const { order, replayed } = unwrap(result).value;
    if (!order) throw new TypeError('orders answered without an order');
    if (replayed) reply.header('idempotent-replayed', 'true');
    reply.status(statusOf(result)).header('location', orderLocation(order.order_id));
    return orderBody(order);
  }
}

function statusOf(result: Awaited<ReturnType<OrdersClient['place']>>): number {
  if (!result.ok) return FAILURES[result.failure].http;
  const { order, replayed } = result.value;
  if (!DONE.includes(order?.state ?? '')) return HttpStatus.ACCEPTED;
  return replayed ? HttpStatus.OK : HttpStatus.CREATED;
}
