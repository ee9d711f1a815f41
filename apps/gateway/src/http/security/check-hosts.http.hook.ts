import type { FastifyInstance } from 'fastify';
import { RefusalException } from '../errors/refusal.exception.js';

const HOST = /^([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?$/;

/** RFC 9112, 3.2: a request without exactly one valid Host is refused. Node would answer that itself, without a body. */
export function checkHosts(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _reply, next) => {
    const hosts = hostsOf(raw.rawHeaders);
    if (hosts.length === 0 && raw.httpVersion === '1.0') return next();
    if (hosts.length === 1 && HOST.test(hosts[0] ?? '')) return next();
    const problem = hosts.length === 0 ? 'has no' : hosts.length === 1 ? 'has an invalid' : 'has more than one';
    next(new RefusalException({ code: 'malformed-request', detail: `The request ${problem} Host header.` }));
  });
}

/** Node keeps only the first Host in `headers`. */
function hostsOf(rawHeaders: string[]): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
}
