import {
  type AckEventsRequest,
  type AckEventsResponse,
  type ClaimEventsRequest,
  type ClaimEventsResponse,
  type CreateProductRequest,
  type DecreaseStockBatchRequest,
  type DecreaseStockBatchResponse,
  type DecreaseStockRequest,
  type DecreaseStockResponse,
  FAILURE_METADATA,
  type GetOutboxStatsResponse,
  type GetSaleRequest,
  type GetStockRequest,
  type GetStockResponse,
  INVENTORY_PROTO_PATH,
  type ListProductsRequest,
  type ListProductsResponse,
  PROTO_LOADER_OPTIONS,
  type Product,
  type ReportFailuresRequest,
  type RequeueEventsRequest,
  type RequeueEventsResponse,
  type RestockRequest,
  type RestockResponse,
  type Sale,
} from '@app/contracts';
import { type Client, credentials, loadPackageDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** Every call with its request and reply. */
interface Calls {
  GetStock(request: GetStockRequest): Promise<GetStockResponse>;
  DecreaseStock(request: DecreaseStockRequest, deadlineMs?: number): Promise<DecreaseStockResponse>;
  DecreaseStockBatch(request: DecreaseStockBatchRequest): Promise<DecreaseStockBatchResponse>;
  GetSale(request: GetSaleRequest): Promise<Sale>;
  ListProducts(request: ListProductsRequest): Promise<ListProductsResponse>;
  CreateProduct(request: CreateProductRequest): Promise<Product>;
  Restock(request: RestockRequest): Promise<RestockResponse>;
  ClaimEvents(request: ClaimEventsRequest): Promise<ClaimEventsResponse>;
  AckEvents(request: AckEventsRequest): Promise<AckEventsResponse>;
  ReportFailures(request: ReportFailuresRequest): Promise<object>;
  RequeueEvents(request: RequeueEventsRequest): Promise<RequeueEventsResponse>;
  GetOutboxStats(request: object): Promise<GetOutboxStatsResponse>;
}

/** A refused call, as a client sees it. */
export interface Refused {
  code: number;
  failure: string;
  available: number | undefined;
  message: string;
}

export type InventoryClient = Calls & { close(): void };

type Stub = Client &
  Record<string, (request: unknown, options: object, done: (e: ServiceError | null, r: unknown) => void) => void>;
type Service = new (address: string, channel: ReturnType<typeof credentials.createInsecure>, options: object) => Stub;

const DEADLINE_MS = 10_000;

/** A client on a connection of its own. Calls reject with a `Refused`. */
export function inventoryClient(address: string): InventoryClient {
  const definition = loadPackageDefinition(loadSync(INVENTORY_PROTO_PATH, PROTO_LOADER_OPTIONS));
  const services = definition.inventory as unknown as { InventoryService: Service; SaleOutbox: Service };
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const stubs = [services.InventoryService, services.SaleOutbox].map(
    (Stub) => new Stub(address, credentials.createInsecure(), options),
  );
  return new Proxy({} as InventoryClient, {
    get: (_target, name: string) => {
      if (name === 'close') return () => stubs.forEach((stub) => void stub.close());
      const stub = stubs.find((candidate) => typeof candidate[name] === 'function');
      return stub && ((request: unknown, ms = DEADLINE_MS) => call(stub, name, request, ms));
    },
  });
}

function call(stub: Stub, method: string, request: unknown, ms: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    stub[method]?.(request, { deadline: Date.now() + ms }, (error, reply) =>
      error ? reject(refused(error)) : resolve(reply),
    );
  });
}

function refused({ code, details, metadata }: ServiceError): Refused {
  const [available] = metadata.get('available');
  return {
    code,
    failure: String(metadata.get(FAILURE_METADATA)[0] ?? ''),
    available: available === undefined ? undefined : Number(available),
    message: details,
  };
}
