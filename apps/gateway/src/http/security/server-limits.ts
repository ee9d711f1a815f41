import type { FastifyServerOptions } from 'fastify';

/** Largest body, and largest request line with headers, in bytes. */
export const BODY_LIMIT = 16_384;
const HEADER_LIMIT = 16_384;

/** Bounds on what one connection may take: size, and time against clients that send a byte now and then (slowloris). */
export const SERVER_LIMITS = {
  bodyLimit: BODY_LIMIT,
  // While draining, requests on open connections are served, with Connection: close.
  return503OnClosing: false,
  forceCloseConnections: 'idle',
  requestTimeout: 10_000,
  connectionTimeout: 30_000,
  keepAliveTimeout: 65_000,
  http: {
    maxHeaderSize: HEADER_LIMIT,
    headersTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    // A missing Host is refused by checkHosts, with a body.
    requireHostHeader: false,
  },
  routerOptions: {
    // Parameters are judged by validation, which says what is wrong; the URL is bounded with the headers.
    maxParamLength: HEADER_LIMIT,
  },
} satisfies FastifyServerOptions & { http: object };
