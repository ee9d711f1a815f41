import {
  BAD_CURSOR,
  type CancelOrderRequest,
  type CancelOrderResponse,
  decodeCursor,
  encodeCursor,
  FailureError,
  type GetOrderRequest,
  invalid,
  type ListOrdersRequest,
  type ListOrdersResponse,
  ORDER_SERVICE_NAME,
  type Order as OrderMessage,
  type OrderServiceController,
  type PlaceOrderRequest,
  type PlaceOrderResponse,
  type ReceivePaymentNoticeRequest,
  type ReceivePaymentNoticeResponse,
  type RefundOrderRequest,
  type RefundOrderResponse,
  unwrap,
} from '@app/contracts';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { OrdersFailureFilter } from '../grpc/orders-failure.filter.js';
import { ReceiveNotice } from '../payment/receive-notice.js';
import { ProcessTelemetry } from '../process/process-telemetry.js';
import { ChangeOrder } from './change-order.js';
import { toOrderMessage } from './order.grpc.mapper.js';
import type { Order } from './order.js';
import { checkCancel, checkGet, checkList, checkPlace, checkRefund } from './order-request.js';
import type { Cursor } from './orders.pg.repository.js';
import { PlaceOrder } from './place-order.js';
import { ReadOrders } from './read-orders.js';

/** Everything that can be asked of orders. */
@Controller()
@UseFilters(OrdersFailureFilter)
export class OrdersController implements OrderServiceController {
  private readonly placing: PlaceOrder;
  private readonly changing: ChangeOrder;
  private readonly reading: ReadOrders;
  private readonly notices: ReceiveNotice;
  private readonly telemetry: ProcessTelemetry;

  constructor(
    placing: PlaceOrder,
    changing: ChangeOrder,
    reading: ReadOrders,
    notices: ReceiveNotice,
    telemetry: ProcessTelemetry,
  ) {
    this.placing = placing;
    this.changing = changing;
    this.reading = reading;
    this.notices = notices;
    this.telemetry = telemetry;
  }

  @GrpcMethod(ORDER_SERVICE_NAME, 'PlaceOrder')
  async placeOrder(request: PlaceOrderRequest): Promise<PlaceOrderResponse> {
    unwrap(checkPlace(request));
    const { order, replayed, history } = unwrap(
      await this.telemetry.call('place_order', request, (asked) => this.placing.place(asked)),
    );
    return { order: history ? toOrderMessage(order, history) : await this.withHistory(order), replayed };
  }

  @GrpcMethod(ORDER_SERVICE_NAME, 'GetOrder')
  async getOrder(request: GetOrderRequest): Promise<OrderMessage> {
    unwrap(checkGet(request));
    const { order, history } = unwrap(await this.reading.get(request));
    return toOrderMessage(order, history);
  }

  @GrpcMethod(ORDER_SERVICE_NAME, 'ListOrders')
  async listOrders({ cursor, ...request }: ListOrdersRequest): Promise<ListOrdersResponse> {
    unwrap(checkList({ ...request }));
    const question = { state: request.state ?? '' };
    const after = cursor === undefined ? undefined : decodeCursor(question, cursor, ['time', 'text']);
    if (cursor !== undefined && !after) throw new FailureError(invalid([BAD_CURSOR]));
    const from: Cursor | undefined = after && { placed_at: after[0], order_id: after[1] };
    const { items, next } = await this.reading.page(request.state, from, request.limit);
    const next_cursor = next ? encodeCursor(question, [next.placed_at, next.order_id]) : '';
    return { items: items.map((order) => toOrderMessage(order)), next_cursor };
  }

  @GrpcMethod(ORDER_SERVICE_NAME, 'CancelOrder')
  async cancelOrder(request: CancelOrderRequest): Promise<CancelOrderResponse> {
    unwrap(checkCancel(request));
    const { order, replayed } = unwrap(
      await this.telemetry.call('cancel_order', request, (asked) => this.changing.cancel(asked)),
    );
    return { order: await this.withHistory(order), replayed };
  }

  @GrpcMethod(ORDER_SERVICE_NAME, 'RefundOrder')
  async refundOrder(request: RefundOrderRequest): Promise<RefundOrderResponse> {
    unwrap(checkRefund(request));
    const { refund, replayed } = unwrap(
      await this.telemetry.call('refund_order', request, (asked) => this.changing.refund(asked)),
    );
    const { refund_id, cents: refunded_cents, lines } = refund;
    return { refund_id, order_id: request.order_id, refunded_cents, lines, replayed };
  }

  @GrpcMethod(ORDER_SERVICE_NAME, 'ReceivePaymentNotice')
  async receivePaymentNotice(request: ReceivePaymentNoticeRequest): Promise<ReceivePaymentNoticeResponse> {
    const { replayed } = unwrap(
      await this.telemetry.call('receive_notice', request, (asked) => this.notices.receive(asked)),
    );
    return { replayed };
  }

  private async withHistory(order: Order): Promise<OrderMessage> {
    const read = await this.reading.get({ order_id: order.order_id });
    return read.ok ? toOrderMessage(read.order, read.history) : toOrderMessage(order);
  }
}
