import type { FastifyInstance } from 'fastify';
import { ANONYMOUS } from './caller.js';
import type { TokenVerifier } from './token-verifier.js';

const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

/** Says of every request who asks. Whether that is good enough is decided by the roles guard. */
export function identifyCallers(fastify: FastifyInstance, verifier: TokenVerifier): void {
  fastify.decorateRequest('caller');
  fastify.addHook('onRequest', (request, _reply, next) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const caller = token === undefined ? ANONYMOUS : verifier.knownCallerOf(token);
    request.caller = caller ?? ANONYMOUS;
    if (caller || token === undefined) return next();
    verifier.callerOf(token).then((caller) => {
      request.caller = caller;
      next();
    }, next);
  });
}
