import { experimental } from '@grpc/grpc-js';

type Listener = ConstructorParameters<Parameters<typeof experimental.registerResolver>[1]>[1];

const SCHEME = 'addresses';

/**
 * Several `host:port`, as they are configured. The resolvers that come with grpc-js take several IP addresses or one DNS
 * name, but not several names; here the name of each address is looked up when it is connected to.
 */
class AddressesResolver {
  private readonly listener: Listener;
  private readonly endpoints;
  private told = false;

  constructor(target: { path: string }, listener: Listener) {
    this.listener = listener;
    this.endpoints = target.path.split(',').map((address) => ({ addresses: [hostPort(address)] }));
  }

  /** Asked again after each failed connection; the list never changes, so it is given once. */
  updateResolution(): void {
    if (this.told) return;
    this.told = true;
    process.nextTick(() => this.listener({ ok: true, value: this.endpoints }, {}, null, ''));
  }

  destroy(): void {
    this.told = false;
  }

  static getDefaultAuthority(): string {
    return 'shop';
  }
}

experimental.registerResolver(SCHEME, AddressesResolver);

function hostPort(address: string) {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

/** The channel target: one address is a DNS name whose every record is used, several are used as they are. */
export function channelTarget(addresses: readonly string[]): string {
  return addresses.length === 1 ? `dns:///${addresses[0]}` : `${SCHEME}:${addresses.join(',')}`;
}
