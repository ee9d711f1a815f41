import { BlockList, isIPv6 } from 'node:net';
import { plainAddress } from './client-address.js';

/** Whether an address, as a proxy writes it, belongs to one of the trusted proxies. */
export type Trusts = (address: string | undefined) => boolean;

/** @param networks addresses and networks (CIDR) */
export function trustedProxies(networks: readonly string[]): Trusts {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (text) => {
    if (text === undefined || networks.length === 0) return false;
    const address = plainAddress(text);
    return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
}
