import { SpanKind, type TraceSpan, type Tracing } from '@app/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    span: TraceSpan;
  }
}

/** Gives every request a span, `request.span`, and every answer its `traceparent`. Install it before every other hook. */
export function traceRequests(fastify: FastifyInstance, tracing: Tracing): void {
  fastify.decorateRequest('span', null as unknown as TraceSpan);
  fastify.addHook('onRequest', (request, reply, next) => {
    startTrace(request, reply, tracing);
    next();
  });
  fastify.addHook('onResponse', (request, reply, next) => {
    request.span.end(reply.statusCode >= 500 ? `answered ${reply.statusCode}` : undefined);
    next();
  });
}

/** The caller's trace is continued; without one a new trace starts. */
export function startTrace(request: FastifyRequest, reply: FastifyReply, tracing: Tracing): void {
  const { traceparent } = request.headers;
  const name = `${request.method} ${request.routeOptions.url ?? 'unknown path'}`;
  request.span = tracing.start(name, SpanKind.SERVER, typeof traceparent === 'string' ? traceparent : undefined);
  reply.header('traceparent', request.span.traceparent);
}
