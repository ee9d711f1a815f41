import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trusts } from './trusted-proxies.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The path below which a trusted proxy publishes the gateway (`/shop`), or the empty text. */
    prefix: string;
  }
}

const MAX_LENGTH = 256;
const PREFIX = /^(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})+)+$/i;

/** Where the gateway is published, by `X-Forwarded-Prefix` of trusted proxies. */
export const prefixReader =
  (trusts: Trusts) =>
  ({ headers, raw }: FastifyRequest): string => {
    const header = headers['x-forwarded-prefix'];
    return header === undefined || !trusts(raw.socket.remoteAddress) ? '' : prefixOf(String(header));
  };

/** Sets `request.prefix`, and puts it before each `Location`. */
export function honourPrefix(fastify: FastifyInstance, read: ReturnType<typeof prefixReader>): void {
  fastify.decorateRequest('prefix', '');
  fastify.addHook('onRequest', (request, _reply, next) => {
    request.prefix = read(request);
    next();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string' && location.startsWith('/')) reply.header('location', request.prefix + location);
    done(null, payload);
  });
}

/** Each proxy of a row may have put its own part in front: the outermost comes first. */
function prefixOf(header: string): string {
  const prefix = header
    .split(',')
    .map((part) => part.trim().replace(/\/+$/, ''))
    .join('');
  return prefix.length <= MAX_LENGTH && PREFIX.test(prefix) && !/\/\.\.?(\/|$)/.test(prefix) ? prefix : '';
}
