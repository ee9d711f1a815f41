import { PROTO_LOADER_OPTIONS } from '@app/contracts';
import { Client, connectivityState, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { channelTarget } from './addresses.js';
import { channelOptions, type MethodName } from './channel-options.js';

/** The reply, or the status that gRPC gave instead. */
export type Answer<R> = { ok: true; value: R } | { ok: false; error: ServiceError };

/** Which proto file a channel speaks, and which of its services: full names. */
export interface Peer {
  proto: string;
  services: readonly string[];
  /** Calls that are never repeated on their own. */
  once?: readonly MethodName[];
}

const HANDSHAKE_MS = 1_000;

/** The one connection to a service: HTTP/2 to each address, calls take turns. `C` is request and reply of each call, by its name on the wire. */
export class GrpcChannel<C extends { [K in keyof C]: [unknown, unknown] }> {
  private readonly peer: Peer;
  private readonly client: Client;
  private readonly methods: ServiceDefinition;
  private notReadySince: number | undefined;

  /** @param addresses `host:port` of each instance */
  constructor(peer: Peer, addresses: readonly string[]) {
    this.peer = peer;
    this.methods = methodsOf(peer);
    this.client = new Client(
      channelTarget(addresses),
      credentials.createInsecure(),
      channelOptions(peer.services, peer.once),
    );
    this.watchState();
  }

  /** One call, never without a deadline (milliseconds since 1970). Never rejects. */
  call<M extends keyof C & string>(
    name: M,
    request: C[M][0],
    deadline: number,
    traceparent?: string,
  ): Promise<Answer<C[M][1]>> {
    const method = this.methods[name];
    if (!method) throw new TypeError(`${this.peer.services.join(', ')}: no rpc ${name}`);
    const metadata = new Metadata();
    if (traceparent !== undefined) metadata.set('traceparent', traceparent);
    return new Promise((resolve) => {
      this.client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request as object,
        metadata,
        { deadline },
        (error, value) => resolve(error ? { ok: false, error } : { ok: true, value: value as unknown as C[M][1] }),
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

  /** At least one address is connected. */
  get connected(): boolean {
    return this.state === connectivityState.READY;
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

function methodsOf({ proto, services }: Peer): ServiceDefinition {
  const definitions = loadSync(proto, PROTO_LOADER_OPTIONS);
  return Object.assign({}, ...services.map((service) => definitions[service]));
}
