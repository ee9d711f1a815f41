import { allOf, Batcher, behindRunning, slots, standingQueue, untilCrowdReturns } from '@app/batching';
import {
  type AdjustRequest,
  type AdjustResponse,
  type CatalogProduct,
  type CreateProductRequest,
  type DecreaseStockRequest,
  type Failure,
  type GetStockResponse,
  type InventoryCalls,
  isFailureCode,
  type ListProductChangesRequest,
  type ListProductChangesResponse,
  type ListProductsRequest,
  type ListProductsResponse,
  type Product,
  type RestockRequest,
  type RestockResponse,
  type Sale,
  type SaleOutcome,
  type UpdateProductRequest,
} from '@app/contracts';
import type { Guard } from '../guard.js';
import type { Result } from '../result.js';
import { OVERLOADED, UNAVAILABLE, UPSTREAM } from './grpc-failure.js';
import type { InventoryChannel } from './inventory.grpc.channel.js';

/** A recorded sale. `event` is empty on a replay: it was published, or is in the outbox, since the first time. */
export interface Sold {
  ok: true;
  sale: Sale;
  replayed: boolean;
  event: Buffer;
}

export type SellResult = Sold | Failure;

const SALE_DEADLINE_MS = 3_000;
const DEADLINE_MS = 3_000;

/** A call waits for those who were just answered, goes alone when it is the only one, and passes one that hangs. */
const GATHER = allOf(
  slots(4),
  behindRunning({ patienceMs: 150, fullBeside: 1 }),
  untilCrowdReturns({ from: 8, gatherMs: 12 }),
);

/**
 * A burst of some thousand orders is sold in the second it takes. When more keeps coming than inventory sells, no more
 * is taken than two batches and a half: accepted orders then take about twice as long as at the limit, the rest is refused at once.
 */
const OVERLOAD = standingQueue({ burst: 4_096, standingMs: 500, standing: 640 });
const MAX_BATCH = 256;
const MAX_WAIT_MS = 1_500;

/** Where a request comes from: once it is destroyed its answer goes nowhere. */
export interface ClientSocket {
  readonly destroyed: boolean;
}

/** Notices calls that carry sales of several requests. */
export type BatchWatch = (requests: readonly DecreaseStockRequest[]) => (error: string | undefined) => void;

interface SaleCall {
  request: DecreaseStockRequest;
  socket: ClientSocket;
}

/** What is asked of inventory. Every call has a deadline; every outcome is a value. */
export class InventoryClient {
  private readonly channel: InventoryChannel;
  private readonly guard: Guard;
  readonly sales: Batcher<SaleCall, SellResult>;

  /** Called when a call with sales begins; the function it returns is called with how the call ended. */
  private readonly onBatch: BatchWatch;

  constructor(channel: InventoryChannel, guard: Guard, onBatch: BatchWatch = () => () => {}) {
    this.channel = channel;
    this.guard = guard;
    this.onBatch = onBatch;
    this.sales = new Batcher({
      run: (calls, since) => this.sellBatch(calls, since),
      maxBatch: MAX_BATCH,
      gather: GATHER,
      shed: {
        overloaded: OVERLOAD,
        expired: ({ socket }, waitedMs) => socket.destroyed || waitedMs > MAX_WAIT_MS,
        refuse: () => OVERLOADED,
      },
    });
  }

  /** Sells, in one call with the requests of the same moment. Repeating it with the same order_id is always safe. */
  sell(request: DecreaseStockRequest, socket: ClientSocket): Promise<SellResult> {
    return this.sales.submit({ request, socket });
  }

  getStock(product_id: number, traceparent?: string): Promise<Result<GetStockResponse>> {
    return this.ask('GetStock', { product_id }, traceparent);
  }

  getSale(order_id: string, traceparent?: string): Promise<Result<Sale>> {
    return this.ask('GetSale', { order_id }, traceparent);
  }

  listProducts(request: ListProductsRequest, traceparent?: string): Promise<Result<ListProductsResponse>> {
    return this.ask('ListProducts', request, traceparent);
  }

  getProduct(product_id: number, traceparent?: string): Promise<Result<CatalogProduct>> {
    return this.ask('GetProduct', { product_id }, traceparent);
  }

  updateProduct(request: UpdateProductRequest, traceparent?: string): Promise<Result<CatalogProduct>> {
    return this.ask('UpdateProduct', request, traceparent);
  }

  listProductChanges(
    request: ListProductChangesRequest,
    traceparent?: string,
  ): Promise<Result<ListProductChangesResponse>> {
    return this.ask('ListProductChanges', request, traceparent);
  }

  createProduct(product: CreateProductRequest, traceparent?: string): Promise<Result<Product>> {
    return this.ask('CreateProduct', product, traceparent);
  }

  adjust(request: AdjustRequest, traceparent?: string): Promise<Result<AdjustResponse>> {
    return this.ask('Adjust', request, traceparent);
  }

  restock(request: RestockRequest, traceparent?: string): Promise<Result<RestockResponse>> {
    return this.ask('Restock', request, traceparent);
  }

  private async ask<M extends keyof InventoryCalls>(
    name: M,
    request: InventoryCalls[M][0],
    traceparent?: string,
  ): Promise<Result<InventoryCalls[M][1]>> {
    if (this.channel.unreachable) return UNAVAILABLE;
    return this.guard.runLimited(() => this.channel.call(name, request, Date.now() + DEADLINE_MS, traceparent));
  }

  private async sellBatch(calls: SaleCall[], since: number): Promise<SellResult[]> {
    const requests = calls.map(({ request }) => request);
    const ended = this.onBatch(requests);
    const answer = this.channel.unreachable
      ? UNAVAILABLE
      : await this.guard.run(() => this.channel.call('DecreaseStockBatch', { requests }, since + SALE_DEADLINE_MS));
    ended(answer.ok ? undefined : answer.failure);
    if (!answer.ok) return requests.map(() => answer);
    const { outcomes } = answer.value;
    return requests.map((_, index) => sellResult(outcomes[index]));
  }
}

function sellResult(outcome: SaleOutcome | undefined): SellResult {
  if (outcome?.sale) {
    return { ok: true, sale: outcome.sale, replayed: outcome.replayed, event: outcome.event as Buffer };
  }
  if (!outcome || !isFailureCode(outcome.failure)) return UPSTREAM;
  const failure: Failure = { ok: false, failure: outcome.failure, message: outcome.message };
  if (outcome.available !== undefined) failure.available = outcome.available;
  if (outcome.errors.length > 0) failure.errors = outcome.errors;
  return failure;
}
