import { INVENTORY_PROTO_PATH, type InventoryCalls, PROTO_LOADER_OPTIONS } from '@app/contracts';
import { Client, connectivityState, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { channelTarget } from './addresses.js';
import { CHANNEL_OPTIONS } from './channel-options.js';

/** The reply, or the status that gRPC gave instead. */
export type Answer<R> = { ok: true; value: R } | { ok: false; error: ServiceError };

const definitions = loadSync(INVENTORY_PROTO_PATH, PROTO_LOADER_OPTIONS);
const METHODS: ServiceDefinition = {
  ...(definitions['inventory.InventoryService'] as ServiceDefinition),
  ...(definitions['inventory.SaleOutbox'] as ServiceDefinition),
};

const HANDSHAKE_MS = 1_000;

/** The one connection to inventory: HTTP/2 to each address, calls take turns. */
export class InventoryChannel {
  private readonly client: Client;
  private notReadySince: number | undefined;

  constructor(addresses: readonly string[]) {
    this.client = new Client(channelTarget(addresses), credentials.createInsecure(), CHANNEL_OPTIONS);
    this.watchState();
  }

  /** One call, never without a deadline (milliseconds since 1970). Never rejects. */
  call<M extends keyof InventoryCalls>(
    name: M,
    request: InventoryCalls[M][0],
    deadline: number,
    traceparent?: string,
  ): Promise<Answer<InventoryCalls[M][1]>> {
    const method = METHODS[name];
    if (!method) throw new TypeError(`protos/inventory.proto has no rpc ${name}`);
    const metadata = new Metadata();
    if (traceparent !== undefined) metadata.set('traceparent', traceparent);
    return new Promise((resolve) => {
      this.client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata,
        { deadline },
        (error, value) =>
          resolve(error ? { ok: false, error } : { ok: true, value: value as unknown as InventoryCalls[M][1] }),
      );
    });
  }

  /**
   * No address can be connected to, or none has answered the handshake for a second (a frozen process accepts connections):
   * a call would only fail later. The channel keeps trying by itself.
   */
  get unreachable(): boolean {
    if (this.notReadySince === undefined) return false;
    return this.state === connectivityState.TRANSIENT_FAILURE || Date.now() - this.notReadySince > HANDSHAKE_MS;
  }

  get state(): connectivityState {
    return this.client.getChannel().getConnectivityState(false);
  }

  close(): void {
    this.client.close();
  }

  private watchState(): void {
    const { state } = this;
    if (state === connectivityState.SHUTDOWN) return;
    if (state === connectivityState.READY) this.notReadySince = undefined;
    else this.notReadySince ??= Date.now();
    const channel = this.client.getChannel();
    if (state === connectivityState.IDLE) channel.getConnectivityState(true);
    channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => this.watchState());
  }
}
