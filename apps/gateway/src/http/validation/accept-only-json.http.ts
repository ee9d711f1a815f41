import type { FastifyInstance } from 'fastify';
import { RefusalException } from '../errors/refusal.exception.js';
import { parseJsonBody } from './json-body.http.js';

const OTHER_CHARSET = /;\s*charset\s*=\s*"?(?!utf-?8"?\s*(;|$))/i;

/** Bodies are JSON in UTF-8, neither compressed nor in another charset; the router refuses other media types with 415. */
export function acceptOnlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // A path or method that does not exist comes first: 404 and 405 say more than what is wrong with the body.
    if (request.is404) return done(null, undefined);
    // Signed bytes: what was parsed and written again has another signature.
    if ((request.routeOptions.config as { rawBody?: boolean }).rawBody) return done(null, body);
    try {
      refuseEncoded(request.headers);
      done(null, parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

function refuseEncoded(headers: Record<string, unknown>): void {
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity')
    throw unsupported(`The Content-Encoding ${String(coding)} is not understood; send plain JSON.`);
  if (OTHER_CHARSET.test(String(headers['content-type']))) throw unsupported('JSON is sent in UTF-8.');
}

const unsupported = (detail: string) =>
  new RefusalException({ code: 'unsupported-media-type', detail, headers: { accept: 'application/json' } });
