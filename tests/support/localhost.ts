import dns from 'node:dns';
import { isIPv6 } from 'node:net';
import { jest } from '@jest/globals';

type LookupOptions = { all?: boolean; family?: number | string };
type Callback = (error: Error | null, address: unknown, family?: number) => void;

/** From now on `localhost` has these addresses in this process, in this order; `jest.restoreAllMocks` ends it. */
export function localhostIs(...addresses: string[]): void {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const answer = ({ all: wantsAll, family }: LookupOptions) => {
    const fitting = all.filter((one) => !family || Number(String(family).replace('IPv', '')) === one.family);
    if (fitting.length === 0) throw Object.assign(new Error('getaddrinfo ENOTFOUND localhost'), { code: 'ENOTFOUND' });
    return wantsAll ? fitting : fitting[0];
  };
  const { lookup } = dns;
  const { lookup: lookupPromise } = dns.promises;
  jest.spyOn(dns, 'lookup').mockImplementation(((host: string, given: LookupOptions | Callback, last?: Callback) => {
    const [options, done] = typeof given === 'function' ? [{}, given] : [given, last as Callback];
    if (host !== 'localhost') return lookup(host, options as dns.LookupOneOptions, done as never);
    process.nextTick(() => {
      try {
        const found = answer(options) as { address: string; family: number };
        if (options.all) done(null, found);
        else done(null, found.address, found.family);
      } catch (error) {
        done(error as Error, '');
      }
    });
  }) as never);
  jest
    .spyOn(dns.promises, 'lookup')
    .mockImplementation((async (host: string, options: LookupOptions = {}) =>
      host === 'localhost' ? answer(options) : lookupPromise(host, options as dns.LookupOneOptions)) as never);
}
