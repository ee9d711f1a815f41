import { isIP, isIPv4, isIPv6 } from 'node:net';

const WITH_PORT = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;
const MAPPED = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/;

/**
 * One text for one address: without the port, brackets and zone that proxies write, and IPv4 that is mapped into IPv6 as
 * IPv4. What is no address stays as it is.
 */
export function plainAddress(text: string): string {
  if (isIPv4(text)) return text;
  const [, bracketed, ipv4] = WITH_PORT.exec(text) ?? [];
  const address = (bracketed ?? ipv4 ?? text).replace(/%.*$/, '');
  if (!isIP(address)) return text;
  if (!isIPv6(address)) return address;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, dotted, high, low] = MAPPED.exec(canonical) ?? [];
  return dotted ?? (high && low ? ipv4Of(high, low) : canonical);
}

/**
 * Whom the rate limit counts: an IPv4 address, or the /64 network of an IPv6 address. One customer has a whole /64, and
 * could otherwise be another client with each request.
 */
export function clientOf(text: string): string {
  const address = plainAddress(text);
  return isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

function ipv4Of(high: string, low: string): string {
  const number = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.');
}

/** The eight groups of a canonical IPv6 address. */
function groupsOf(address: string): string[] {
  const [left = [], right = []] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  return [...left, ...new Array<string>(8 - left.length - right.length).fill('0'), ...right];
}
