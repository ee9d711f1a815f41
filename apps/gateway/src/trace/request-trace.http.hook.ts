import { SpanKind, type TraceSpan, type Tracing } from '@app/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    span: TraceSpan;
  }
}

/** The trace of a request: the caller's one continued, else a new one. */
export const traceOf = (request: FastifyRequest): TraceSpan => request.span;

/** Gives every request a span and every answer its `traceparent`. Install it before every other hook. */
export function traceRequests(fastify: FastifyInstance, tracing: Tracing): void {
  fastify.decorateRequest('span', null as unknown as TraceSpan);
  fastify.addHook('onRequest', (request, reply, next) => {
    const { url = 'unknown path' } = request.routeOptions;
    const parent = request.headers.traceparent;
    request.span = tracing.start(
      `${request.method} ${url}`,
      SpanKind.SERVER,
      typeof parent === 'string' ? parent : undefined,
    );
    reply.header('traceparent', request.span.traceparent);
    next();
  });
  fastify.addHook('onResponse', (request, reply, next) => {
    request.span.end(reply.statusCode >= 500 ? `answered ${reply.statusCode}` : undefined);
    next();
  });
}
