import { SpanKind, type TraceSpan, type Tracing } from '@app/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const traces = new WeakMap<object, TraceSpan>();

/** The trace of a request: the caller's one continued, else a new one. */
export function traceOf(request: FastifyRequest): TraceSpan {
  const span = traces.get(request.raw);
  if (!span) throw new Error('the request has no trace: traceRequests was not installed');
  return span;
}

/** Gives every request a trace and every answer its `traceparent`. */
export function traceRequests(fastify: FastifyInstance, tracing: Tracing): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    startTrace(request, reply, tracing);
    next();
  });
  fastify.addHook('onResponse', (request, _reply, next) => {
    traces.get(request.raw)?.end();
    next();
  });
}

export function startTrace(request: FastifyRequest, reply: FastifyReply, tracing: Tracing): void {
  const parent = request.headers.traceparent;
  const span = tracing.start(`${request.method} ${request.url}`, SpanKind.SERVER, [parent].flat()[0]);
  traces.set(request.raw, span);
  reply.header('traceparent', span.traceparent);
}
