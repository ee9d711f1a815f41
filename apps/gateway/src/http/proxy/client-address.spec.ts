import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clientOf, plainAddress } from './client-address.js';

describe('plainAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:0201', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:80', '192.0.2.1'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
    ['unknown', 'unknown'],
    ['_hidden', '_hidden'],
    ['999.0.2.1:80', '999.0.2.1:80'],
    ['', ''],
  ])('reads %s as %s', (text, expected) => expect(plainAddress(text)).toBe(expected));
});

describe('clientOf', () => {
  it.each([
    ['192.0.2.1:4711', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('counts %s as %s', (text, expected) => expect(clientOf(text)).toBe(expected));

  it('is the same for all addresses of an IPv6 /64, and another beyond it', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        const groups = (text: string) => {
          const plain = plainAddress(text);
          return plain.includes(':') ? clientOf(text) : undefined;
        };
        const network = groups(one);
        fc.pre(network !== undefined && groups(other) !== undefined);
        const inside = `${(network as string).replace('::/64', '')}:dead:beef:0:1`;
        expect(clientOf(inside)).toBe(network);
        expect(clientOf(`[${one}]:8080`)).toBe(network);
      }),
    );
  });
});
