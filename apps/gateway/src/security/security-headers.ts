import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * What browsers may do with our answers. Swagger UI needs inline styles and images from data: URLs; scripts come from
 * here only. No upgrade of insecure requests: TLS ends at a proxy, and the gateway itself speaks HTTP.
 */
export const SECURITY_HEADERS: FastifyHelmetOptions = {
  global: true,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
};
