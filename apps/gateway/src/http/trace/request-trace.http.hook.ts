import {
  type Attributes,
  SpanKind,
  type Subject,
  shopAttributes,
  type TraceSpan,
  type Tracing,
} from '@app/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from '../errors/path-of.js';

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
    request.span.end(reply.statusCode >= 500 ? `answered ${reply.statusCode}` : undefined, () =>
      attributesOf(request, reply),
    );
    next();
  });
}

/** The caller's trace is continued; without one a new trace starts. */
export function startTrace(request: FastifyRequest, reply: FastifyReply, tracing: Tracing): void {
  const { traceparent } = request.headers;
  const name = `${request.method} ${request.routeOptions.url ?? 'unknown path'}`;
  request.span = tracing.start(name, SpanKind.SERVER, {
    parent: typeof traceparent === 'string' ? traceparent : undefined,
  });
  reply.header('traceparent', request.span.traceparent);
}

/** OpenTelemetry's semantic conventions of HTTP servers, and which order or product the request names. */
function attributesOf(request: FastifyRequest, reply: FastifyReply): Attributes {
  const { method, url, routeOptions, params, body } = request;
  return {
    'http.request.method': method,
    'http.response.status_code': reply.statusCode,
    'url.path': pathOf(url),
    ...(routeOptions.url && { 'http.route': routeOptions.url }),
    ...shopAttributes({ ...(body as Subject | undefined), ...(params as Subject | undefined), outcome: undefined }),
  };
}
