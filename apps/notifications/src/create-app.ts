import { RmqStrategy } from '@app/messaging';
import { LOGGER, type Logger, NestLogger } from '@app/observability';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { NotificationsConfig } from './notifications.config.js';

/** The service, consuming and listening. Neither the broker nor the database has to be there. */
export async function createApp(config: NotificationsConfig): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), new FastifyAdapter(), {
    abortOnError: false,
    bufferLogs: true,
  });
  const logger = app.get<Logger>(LOGGER);
  app.useLogger(new NestLogger(logger));
  app.connectMicroservice<MicroserviceOptions>({ strategy: app.get(RmqStrategy) });
  await app.startAllMicroservices();
  await app.listen(config.OPS_PORT, config.OPS_HOST);
  logger.info({ host: config.OPS_HOST, port: config.OPS_PORT }, 'notifications is up');
  return app;
}
