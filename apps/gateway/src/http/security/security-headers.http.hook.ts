import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * What browsers may do with our answers. Swagger UI needs inline styles and images from data: URLs; scripts come from
 * here only. No upgrade of insecure requests: TLS ends at a proxy, and the gateway itself speaks HTTP.
 */
const OPTIONS: FastifyHelmetOptions = {
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
  xFrameOptions: { action: 'deny' },
  // For browsers that are gone.
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
  xDnsPrefetchControl: false,
};

/** Helmet's headers on every answer. They never change, so helmet is asked once: asked each time it was 5 % of a sale. */
export async function secureAnswers(fastify: FastifyInstance): Promise<void> {
  const headers = await helmetHeaders();
  fastify.addHook('onRequest', (_request, reply, next) => {
    reply.headers(headers);
    next();
  });
}

async function helmetHeaders(): Promise<Record<string, string>> {
  const scratch: FastifyInstance = new FastifyAdapter().getInstance();
  await scratch.register(helmet, OPTIONS);
  scratch.get('/', (_request, reply) => reply.send(Object.fromEntries(Object.entries(reply.raw.getHeaders()))));
  const answer = await scratch.inject('/');
  await scratch.close();
  return answer.json();
}
