import { ConfigError } from '@app/config';
import { LOGGER, type Logger } from '@app/observability';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from '../gateway.config.js';

const FIXES: Record<string, string> = {
  EADDRINUSE: 'is taken by another process. Stop it, or set HTTP_PORT to a free port',
  EACCES: 'may not be used by this user. Set HTTP_PORT to a port above 1023',
  EADDRNOTAVAIL: 'is not an address of this machine. Set HTTP_HOST to one, for example 127.0.0.1',
  ENOTFOUND: 'cannot be resolved. Set HTTP_HOST to an address of this machine, for example 127.0.0.1',
};

/** Connections that may come at the same moment: with Node's 511 the others would try again after a second, at the best. */
const BACKLOG = 4_096;

/** Listens where the configuration says; an address that cannot be had is one clear message. */
export async function listen(app: NestFastifyApplication, { HTTP_HOST, HTTP_PORT }: GatewayConfig): Promise<void> {
  try {
    await app.init();
    // Not app.listen: it logs the error that is about to be said in words.
    const url = await app.getHttpAdapter().getInstance().listen({ host: HTTP_HOST, port: HTTP_PORT, backlog: BACKLOG });
    app.get<Logger>(LOGGER).info({ url }, 'ready');
  } catch (error) {
    await app.close();
    const fix = FIXES[(error as NodeJS.ErrnoException).code ?? ''];
    throw fix ? new ConfigError(`gateway cannot start: ${HTTP_HOST}:${HTTP_PORT} ${fix}`) : error;
  }
}
