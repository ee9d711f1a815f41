import {
  FAILURE_METADATA,
  FIELD_ERRORS_METADATA,
  INTERNAL_CHANNEL,
  INVENTORY_PROTO_PATH,
  type InventoryCalls,
  PROTO_LOADER_OPTIONS,
} from '@app/contracts';
import { type Client, credentials, loadPackageDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

type Calls = {
  [M in keyof InventoryCalls]: (request: InventoryCalls[M][0], deadlineMs?: number) => Promise<InventoryCalls[M][1]>;
};

/** A refused call, as a client sees it. */
export interface Refused {
  code: number;
  failure: string;
  available: number | undefined;
  errors: { pointer: string; detail: string }[];
  message: string;
}

export type InventoryClient = Calls & { close(): void };

type Stub = Client &
  Record<string, (request: unknown, options: object, done: (e: ServiceError | null, r: unknown) => void) => void>;
type Service = new (address: string, channel: ReturnType<typeof credentials.createInsecure>, options: object) => Stub;

const DEADLINE_MS = 10_000;
/** Inventory's answer when its process stood still, as it may on a busy machine. The shop's channels ask again. */
const STOOD_STILL = 'The call was held up for too long; nothing was changed by it';

/** A client on a connection of its own. Calls reject with a `Refused`; only what a process that stood still refused is asked again. */
export function inventoryClient(address: string): InventoryClient {
  const definition = loadPackageDefinition(loadSync(INVENTORY_PROTO_PATH, PROTO_LOADER_OPTIONS));
  const services = definition.inventory as unknown as Record<string, Service>;
  const options = { ...INTERNAL_CHANNEL, 'grpc.use_local_subchannel_pool': 1 };
  const stubs = [services.Catalog, services.InventoryService, services.StockReservations, services.SaleOutbox].map(
    (Stub) => new (Stub as Service)(address, credentials.createInsecure(), options),
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
    stub[method]?.(request, { deadline: Date.now() + ms }, (error, reply) => {
      if (error?.details === STOOD_STILL) resolve(call(stub, method, request, ms));
      else if (error) reject(refused(error));
      else resolve(reply);
    });
  });
}

function refused({ code, details, metadata }: ServiceError): Refused {
  const [available] = metadata.get('available');
  const [errors = '[]'] = metadata.get(FIELD_ERRORS_METADATA);
  return {
    code,
    failure: String(metadata.get(FAILURE_METADATA)[0] ?? ''),
    available: available === undefined ? undefined : Number(available),
    errors: JSON.parse(String(errors)),
    message: details,
  };
}
