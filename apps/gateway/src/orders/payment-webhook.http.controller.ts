import { unwrap } from '@app/contracts';
import { Controller, Header, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiProperty, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OrdersClient } from '../clients/orders/orders.grpc.client.js';
import { Public } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { OrdersProblems } from '../http/openapi/problems.decorator.js';

class NoticeReceivedDto {
  @ApiProperty({ enum: [true], example: true })
  received: boolean;
}

const PAYMENT = {
  payment_id: 'pay_01',
  reference: 'ORD-2024-001',
  state: 'authorised',
  authorised_cents: 155_898,
  captured_cents: 0,
  refunded_cents: 0,
};
const NOTICE = { type: 'payment.authorised', timestamp: '2026-01-31T09:30:00.000Z', data: PAYMENT };

const signed = (name: string, description: string, example: string) =>
  ApiHeader({ name, description, required: true, schema: { type: 'string', example } });

/** The payment service's own call, passed to orders byte for byte: its signature is over the bytes. */
@ApiTags('payments')
@Controller('payments')
export class PaymentWebhookController {
  private readonly orders: OrdersClient;

  constructor(orders: OrdersClient) {
    this.orders = orders;
  }

  @Post('webhook')
  @Public()
  @RouteConfig({ rawBody: true })
  @HttpCode(HttpStatus.OK)
  @Header('cache-control', 'no-store')
  @ApiSecurity({})
  @ApiOperation({
    operationId: 'receivePaymentNotice',
    summary: 'For the payment service: a payment has changed',
    description:
      'Signed as Standard Webhooks describes. Kept once for each webhook-id, answered, and applied later by asking the payment service.',
  })
  @signed('webhook-id', 'Names the notice: the same one again changes nothing.', 'msg_01')
  @signed('webhook-timestamp', 'Seconds since 1970, at most 5 minutes off.', '1769851800')
  @signed(
    'webhook-signature',
    '`v1,` and base64 of the HMAC-SHA256 over id, time and body.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN',
  )
  @ApiBody({ schema: { type: 'object', additionalProperties: true, example: NOTICE } })
  @ApiOkResponse({ description: 'Kept, now or before.', type: NoticeReceivedDto, headers: headerRefs('traceparent') })
  @OrdersProblems('notice-refused', 'order-not-found')
  async receive(@Req() request: FastifyRequest): Promise<NoticeReceivedDto> {
    const { headers, body, span } = request;
    const header = (name: string) => String(headers[name] ?? '');
    const notice = {
      webhook_id: header('webhook-id'),
      webhook_timestamp: header('webhook-timestamp'),
      webhook_signature: header('webhook-signature'),
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      traceparent: span.traceparent,
    };
    unwrap(await this.orders.notice(notice));
    return { received: true };
  }
}
