import { setTimeout as sleep } from 'node:timers/promises';
import { Readiness } from '@app/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** How long keep-alive clients get to learn that their connection ends, and load balancers to see `not-ready`. */
const LEAVE_NOTICE_MS = 1_000;

const draining = new WeakSet<FastifyInstance>();

/** While the gateway drains, every answer asks the client to close its connection. */
export function closeConnectionsWhenDraining(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (draining.has(fastify)) reply.header('connection', 'close');
    done(null, payload);
  });
}

/**
 * Stops without failing a request: not ready at once, still serving while clients are asked to disconnect, then no new
 * connections, the running requests finished, and the modules' own shutdown.
 */
export async function drain(app: NestFastifyApplication): Promise<void> {
  app.get(Readiness).stop();
  draining.add(app.getHttpAdapter().getInstance());
  await sleep(LEAVE_NOTICE_MS);
  await app.close();
}
