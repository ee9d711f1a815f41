import { isIP } from 'node:net';
import { EnvError, makeValidator } from 'envalid';

/** A TCP port, 1 to 65535. */
export const port = makeValidator<number>((input) => {
  const value = Number(input);
  if (!/^\d+$/.test(input) || value < 1 || value > 65_535)
    throw new EnvError('a port is a whole number from 1 to 65535');
  return value;
});

/** A whole number within bounds, in the unit that the variable's name says. */
export const integer = (min: number, max: number) =>
  makeValidator<number>((input) => {
    const value = Number(input);
    if (!/^-?\d+$/.test(input) || value < min || value > max) {
      throw new EnvError(`must be a whole number from ${min} to ${max}`);
    }
    return value;
  });

/** A part of a whole, 0 to 1. */
export const share = makeValidator<number>((input) => {
  const value = Number(input);
  if (!/^\d*\.?\d+$/.test(input) || value > 1) throw new EnvError('must be a number from 0 to 1');
  return value;
});

/** An absolute URL with one of these schemes (`['postgres', 'postgresql']`). */
export const urlOf = (...schemes: string[]) =>
  makeValidator<string>((input) => {
    const scheme = URL.canParse(input) ? new URL(input).protocol.slice(0, -1) : undefined;
    if (!scheme || !schemes.includes(scheme) || !new URL(input).host) {
      throw new EnvError(`must be a URL that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`);
    }
    return input;
  });

/** What can stand in a URL as it is, such as a password. */
export const urlPart = makeValidator<string>((input) => {
  if (!/^[\w.~-]+$/.test(input)) throw new EnvError('has characters that mean something in a URL');
  return input;
});

/** `host:port`, or several separated by commas. */
export const hostPorts = makeValidator<string[]>((input) => {
  const targets = input.split(',').map((target) => target.trim());
  const bad = targets.find(
    (target) => !/^(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}$/.test(target) || portOf(target) > 65_535,
  );
  if (bad !== undefined) throw new EnvError(`${JSON.stringify(bad)} is not host:port`);
  return targets;
});

const portOf = (target: string) => Number(target.slice(target.lastIndexOf(':') + 1));

/** Values separated by commas; empty parts are dropped. */
const listOf = (input: string) =>
  input
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const NAMED_NETWORKS: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Addresses and networks (CIDR) separated by commas; `loopback`, `linklocal` and `uniquelocal` stand for theirs. */
export const networks = makeValidator<string[]>((input) =>
  listOf(input).flatMap((name) => {
    const [address = '', bits, ...more] = name.split('/');
    const most = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
    if (NAMED_NETWORKS[name]) return NAMED_NETWORKS[name];
    if (most > 0 && fits && more.length === 0) return [name];
    throw new EnvError(`${JSON.stringify(name)} is no IP address and no network such as 10.0.0.0/8`);
  }),
);

/** Origins as browsers send them, separated by commas. A slash at the end is dropped; a path or `*` is refused. */
export const origins = makeValidator<string[]>((input) =>
  listOf(input).map((text) => {
    const url = URL.parse(text);
    if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`)
      throw new EnvError(
        `${JSON.stringify(text)} is no origin such as https://shop.example: a scheme and a host, no path`,
      );
    return url.origin;
  }),
);

/** An e-mail address, or `Name <address>`. */
export const mailbox = makeValidator<string>((input) => {
  if (!/^([^<>]* <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(input))
    throw new EnvError('must be an e-mail address');
  return input;
});

/** Keys of signed webhooks as Standard Webhooks writes them: `whsec_` and base64; two separated by a comma while one replaces the other. */
export const webhookSecrets = makeValidator<string[]>((input) => {
  const secrets = input.split(',').map((secret) => secret.trim());
  if (!secrets.every((secret) => /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)))
    throw new EnvError('must be whsec_ and 24 bytes or more in base64');
  return secrets;
});
