import type { FastifyCorsOptions } from '@fastify/cors';

/** Browsers of these origins may call and read the headers that say how the call went. Without origins CORS is closed. */
export const corsOptions = (origins: string[]): FastifyCorsOptions => ({
  origin: origins,
  methods: ['GET', 'HEAD', 'POST', 'PATCH'],
  allowedHeaders: ['authorization', 'content-type', 'if-match', 'if-none-match', 'traceparent'],
  exposedHeaders: [
    'etag',
    'idempotent-replayed',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'traceparent',
    'www-authenticate',
  ],
  maxAge: 600,
});
