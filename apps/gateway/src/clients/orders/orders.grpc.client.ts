import {
  type CancelOrderResponse,
  type GetOrderRequest,
  type ListOrdersRequest,
  type ListOrdersResponse,
  ORDERS_PROTO_PATH,
  type Order,
  type OrderCalls,
  type PlaceOrderRequest,
  type PlaceOrderResponse,
  type ReceivePaymentNoticeRequest,
  type ReceivePaymentNoticeResponse,
  type RefundOrderRequest,
  type RefundOrderResponse,
} from '@app/contracts';
import { GrpcChannel, PeerFailures } from '@app/grpc';
import type { Guard } from '../guard.js';
import type { Result } from '../result.js';

export const ORDERS_FAILURES = new PeerFailures('The service of orders', 'orders-unavailable');

/** The one connection to orders. */
export class OrdersChannel extends GrpcChannel<OrderCalls> {
  constructor(addresses: readonly string[]) {
    super({ proto: ORDERS_PROTO_PATH, services: ['orders.OrderService'] }, addresses);
  }
}

const DEADLINE_MS = 4_000;

/** What shoppers, owners and the payment service ask of orders. Every call has a deadline; every outcome is a value. */
export class OrdersClient {
  private readonly channel: OrdersChannel;
  private readonly guard: Guard;

  constructor(channel: OrdersChannel, guard: Guard) {
    this.channel = channel;
    this.guard = guard;
  }

  /** Answers when the order has ended, or after `wait_ms`. */
  place(request: PlaceOrderRequest): Promise<Result<PlaceOrderResponse>> {
    return this.ask('PlaceOrder', request, request.traceparent, DEADLINE_MS + request.wait_ms);
  }

  get(request: GetOrderRequest, traceparent?: string): Promise<Result<Order>> {
    return this.ask('GetOrder', request, traceparent);
  }

  list(request: ListOrdersRequest, traceparent?: string): Promise<Result<ListOrdersResponse>> {
    return this.ask('ListOrders', request, traceparent);
  }

  cancel(order_id: string, placed_by: string | undefined, traceparent: string): Promise<Result<CancelOrderResponse>> {
    const request = { order_id, traceparent, ...(placed_by !== undefined && { placed_by }) };
    return this.ask('CancelOrder', request, traceparent, 2 * DEADLINE_MS);
  }

  refund(request: RefundOrderRequest): Promise<Result<RefundOrderResponse>> {
    return this.ask('RefundOrder', request, request.traceparent, 2 * DEADLINE_MS);
  }

  notice(request: ReceivePaymentNoticeRequest): Promise<Result<ReceivePaymentNoticeResponse>> {
    return this.ask('ReceivePaymentNotice', request, request.traceparent);
  }

  private async ask<M extends keyof OrderCalls>(
    name: M,
    request: OrderCalls[M][0],
    traceparent?: string,
    deadlineMs = DEADLINE_MS,
  ): Promise<Result<OrderCalls[M][1]>> {
    if (this.channel.unreachable) return ORDERS_FAILURES.unavailable;
    return this.guard.runLimited(() => this.channel.call(name, request, Date.now() + deadlineMs, traceparent));
  }
}
