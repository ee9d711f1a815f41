import type { FastifyInstance } from 'fastify';
import type { KnownPaths } from '../errors/known-paths.js';

/** OPTIONS on a known path says what it takes. Preflights of allowed origins never get here: CORS answers them. */
export function answerOptions(fastify: FastifyInstance, knownPaths: KnownPaths): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    if (request.method !== 'OPTIONS' || !request.is404) return next();
    const methods = knownPaths.methodsOf(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0) return next();
    void reply.code(204).header('allow', methods.join(', ')).send();
  });
}
