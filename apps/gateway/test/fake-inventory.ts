import { randomUUID } from 'node:crypto';
import {
  type AckEventsRequest,
  type ClaimEventsRequest,
  type DecreaseStockRequest,
  INVENTORY_PROTO_PATH,
  type OutboxEvent,
  PROTO_LOADER_OPTIONS,
  productSoldExample,
  type ReportFailuresRequest,
  type Sale,
  type SaleOutcome,
} from '@app/contracts';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceClientConstructor,
  type sendUnaryData,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

type Handler = (call: ServerUnaryCall<never, unknown>, reply: sendUnaryData<unknown>) => void;
type Handlers = Record<string, Handler>;

const proto = loadPackageDefinition(loadSync(INVENTORY_PROTO_PATH, PROTO_LOADER_OPTIONS))
  .inventory as unknown as Record<string, ServiceClientConstructor>;

/**
 * A gRPC server with inventory's proto and its memory for a database: for faults that the real one cannot be made to show
 * at a given moment (a reply that is lost, an answer that never comes).
 */
export class FakeInventory {
  stock = 100;
  readonly batches: DecreaseStockRequest[][] = [];
  readonly sales = new Map<string, Sale>();
  /** With the time from which each event may be claimed. */
  readonly outbox = new Map<string, OutboxEvent & { dueAt: number }>();
  /** How long an event is left to the gateway that sold it. */
  graceMs = 500;
  readonly failures: { event_id: string; reason: string }[] = [];
  private server = new Server();
  port = 0;

  /** Replaces what one rpc does. */
  readonly instead: Handlers = {};

  async start(port = 0): Promise<this> {
    this.server = new Server();
    this.server.addService(proto.InventoryService?.service as never, this.handlers(INVENTORY));
    this.server.addService(proto.Catalog?.service as never, this.handlers(CATALOG));
    this.server.addService(proto.SaleOutbox?.service as never, this.handlers(OUTBOX));
    this.port = await new Promise((resolve, reject) =>
      this.server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    return this;
  }

  /** Like kill -9: connections drop, calls that run get no answer. */
  kill(): void {
    this.server.forceShutdown();
  }

  sell(request: DecreaseStockRequest): SaleOutcome {
    const known = this.sales.get(request.order_id);
    if (known) return outcome({ sale: known, replayed: true });
    if (this.stock < request.quantity) {
      return outcome({ failure: 'insufficient-stock', message: 'Not enough stock', available: this.stock });
    }
    this.stock -= request.quantity;
    const sale = saleOf(request, this.stock);
    this.sales.set(request.order_id, sale);
    const event = eventOf(sale);
    const { traceparent } = request;
    const dueAt = Date.now() + this.graceMs;
    this.outbox.set(sale.sale_id, {
      event_id: sale.sale_id,
      event,
      traceparent,
      attempts: 0,
      type: 'product_sold',
      dueAt,
    });
    return outcome({ sale, event });
  }

  private handlers(
    names: Record<string, (inventory: FakeInventory, request: never) => unknown>,
  ): UntypedServiceImplementation {
    return Object.fromEntries(
      Object.entries(names).map(([name, answer]) => [
        name,
        (call: ServerUnaryCall<never, unknown>, reply: sendUnaryData<unknown>) =>
          (this.instead[name] ?? (() => reply(null, answer(this, call.request))))(call, reply),
      ]),
    ) as UntypedServiceImplementation;
  }
}

const outcome = (part: Partial<SaleOutcome>): SaleOutcome => ({
  failure: '',
  errors: [],
  message: '',
  sale: undefined,
  replayed: false,
  event: Buffer.alloc(0),
  ...part,
});

const eventOf = ({ sale_id }: Sale): Buffer =>
  Buffer.from(JSON.stringify({ ...productSoldExample, event_id: sale_id }));

const saleOf = ({ order_id, product_id, quantity }: DecreaseStockRequest, stock_after: number): Sale => ({
  sale_id: randomUUID(),
  order_id,
  product_id,
  product_name: 'Laptop Gamer',
  quantity,
  unit_price_cents: 149_900,
  total_cents: 149_900 * quantity,
  currency: 'USD',
  stock_after,
  product_version: 1,
  occurred_at: '2024-07-12T09:26:53.589Z',
});

const INVENTORY = {
  DecreaseStockBatch: (inventory: FakeInventory, { requests }: { requests: DecreaseStockRequest[] }) => {
    inventory.batches.push(requests);
    return { outcomes: requests.map((request) => inventory.sell(request)) };
  },
  GetSale: ({ sales }: FakeInventory, { order_id }: { order_id: string }) => sales.get(order_id),
  GetStock: ({ stock }: FakeInventory, { product_id }: { product_id: number }) => ({
    product_id,
    current_stock: stock,
    success: true,
    message: '',
    name: 'Laptop Gamer',
    price_cents: 149_900,
    currency: 'USD',
    version: 1,
  }),
};

const CATALOG = {
  ListProducts: ({ stock }: FakeInventory) => ({
    items: [{ id: 1, name: 'Laptop Gamer', price_cents: 149_900, currency: 'USD', stock, version: 1 }],
  }),
};

const OUTBOX = {
  ClaimEvents: ({ outbox, graceMs }: FakeInventory, { max }: ClaimEventsRequest) => {
    const now = Date.now();
    const events = [...outbox.values()].filter(({ dueAt }) => dueAt <= now).slice(0, max);
    for (const event of events) {
      event.attempts++;
      event.dueAt = now + graceMs;
    }
    return { events, more: events.length === max };
  },
  AckEvents: ({ outbox }: FakeInventory, { event_ids }: AckEventsRequest) => ({
    deleted: event_ids.filter((id) => outbox.delete(id)).length,
  }),
  ReportFailures: (inventory: FakeInventory, { failures }: ReportFailuresRequest) => {
    inventory.failures.push(...failures);
    return {};
  },
  /** All of its sales are of today. */
  RequeueEvents: ({ outbox, sales }: FakeInventory) => {
    const forgotten = [...sales.values()].filter(({ sale_id }) => !outbox.has(sale_id));
    for (const sale of forgotten) {
      const event = {
        event_id: sale.sale_id,
        event: eventOf(sale),
        traceparent: '',
        attempts: 0,
        type: 'product_sold',
      };
      outbox.set(sale.sale_id, { ...event, dueAt: 0 });
    }
    return { requeued: forgotten.length };
  },
};
