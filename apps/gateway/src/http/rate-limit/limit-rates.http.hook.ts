import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { GatewayConfig } from '../../gateway.config.js';
import { RefusalException } from '../errors/refusal.exception.js';
import { clientOf } from '../proxy/client-address.js';
import { isOperational } from '../security/operational-paths.js';

const WINDOW_SECONDS = 1;

/** So generous in development that a busy load test from one address never meets it. */
const DEFAULT_PER_SECOND = { production: 500, elsewhere: 50_000 };

export const perSecondOf = ({ NODE_ENV, RATE_LIMIT_PER_SECOND }: GatewayConfig): number =>
  RATE_LIMIT_PER_SECOND ?? (NODE_ENV === 'production' ? DEFAULT_PER_SECOND.production : DEFAULT_PER_SECOND.elsewhere);

/**
 * Every client may ask `perSecond` times in a second: a token's subject, else an IPv4 address or an IPv6 /64. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers-10.
 */
export function limitRates(fastify: FastifyInstance, perSecond: number): void {
  const limiter = new RateLimiterMemory({ points: perSecond, duration: WINDOW_SECONDS });
  const policy = `"client";q=${perSecond};w=${WINDOW_SECONDS}`;
  fastify.addHook('onRequest', (request, reply, next) => {
    if (isOperational(request.url)) return next();
    const pass = ({ remainingPoints, msBeforeNext }: RateLimiterRes) => {
      reply.header('ratelimit-policy', policy);
      reply.header('ratelimit', `"client";r=${remainingPoints};t=${secondsOf(msBeforeNext)}`);
    };
    limiter.consume(countedAs(request)).then(
      (state) => {
        pass(state);
        next();
      },
      (state: RateLimiterRes) => {
        pass(state);
        next(tooMany(perSecond, secondsOf(state.msBeforeNext)));
      },
    );
  });
}

const secondsOf = (milliseconds: number) => Math.max(1, Math.ceil(milliseconds / 1000));

/** `X-Forwarded-For` is in `request.ip` only when a trusted proxy sent it. */
const countedAs = ({ caller, ip }: FastifyRequest) =>
  caller.kind === 'known' ? `subject ${caller.subject}` : clientOf(ip);

function tooMany(perSecond: number, seconds: number): RefusalException {
  return new RefusalException({
    code: 'rate-limited',
    detail: `One client may send ${perSecond} requests in a second. Try again in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  });
}
