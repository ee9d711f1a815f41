import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { KnownPaths } from './known-paths.js';
import { pathOf } from './path-of.js';

/**
 * OPTIONS on a known path says what it takes (preflights of allowed origins never get here: CORS answers them). And a path
 * of its own is not the parameter of another: GET /inventory/decrease is a wrong method, not the product "decrease".
 */
export function answerMethods(fastify: FastifyInstance, knownPaths: KnownPaths): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    const path = pathOf(request.url);
    if (request.method === 'OPTIONS' && request.is404) {
      const methods = knownPaths.methodsOf(path);
      if (methods.length > 0) return void reply.code(204).header('allow', methods.join(', ')).send();
    }
    const isParameter = request.routeOptions.url?.includes(':') === true && knownPaths.isFixed(path);
    next(isParameter ? new NotFoundException() : undefined);
  });
}
