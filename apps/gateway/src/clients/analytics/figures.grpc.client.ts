import {
  ANALYTICS_PROTO_PATH,
  type FiguresCalls,
  type GetProductsRequest,
  type GetProductsResponse,
  type GetSalesRequest,
  type GetSalesResponse,
  type GetTotalsResponse,
} from '@app/contracts';
import { GrpcChannel, PeerFailures } from '@app/grpc';
import type { Guard } from '../guard.js';
import type { Result } from '../result.js';

export const ANALYTICS_FAILURES = new PeerFailures('The service of figures', 'analytics-unavailable');

/** The one connection to analytics. */
export class AnalyticsChannel extends GrpcChannel<FiguresCalls> {
  constructor(addresses: readonly string[]) {
    super({ proto: ANALYTICS_PROTO_PATH, services: ['analytics.Figures'] }, addresses);
  }
}

const DEADLINE_MS = 5_000;

/** What an owner asks of analytics. Every call has a deadline; every outcome is a value. */
export class FiguresClient {
  private readonly channel: AnalyticsChannel;
  private readonly guard: Guard;

  constructor(channel: AnalyticsChannel, guard: Guard) {
    this.channel = channel;
    this.guard = guard;
  }

  sales(request: GetSalesRequest, traceparent?: string): Promise<Result<GetSalesResponse>> {
    return this.ask('GetSales', request, traceparent);
  }

  products(request: GetProductsRequest, traceparent?: string): Promise<Result<GetProductsResponse>> {
    return this.ask('GetProducts', request, traceparent);
  }

  totals(traceparent?: string): Promise<Result<GetTotalsResponse>> {
    return this.ask('GetTotals', {}, traceparent);
  }

  private async ask<M extends keyof FiguresCalls>(
    name: M,
    request: FiguresCalls[M][0],
    traceparent?: string,
  ): Promise<Result<FiguresCalls[M][1]>> {
    if (this.channel.unreachable) return ANALYTICS_FAILURES.unavailable;
    return this.guard.runLimited(() => this.channel.call(name, request, Date.now() + DEADLINE_MS, traceparent));
  }
}
