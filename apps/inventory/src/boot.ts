import { LOGGER, type Logger, NestLogger, Readiness, type RunningService } from '@app/observability';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { appModule } from './app.module.js';
import { DatabaseWatch } from './database/database-watch.js';
import { GrpcHealth, grpcOptions } from './grpc/grpc-server.js';
import type { InventoryConfig } from './inventory.config.js';

/**
 * Starts inventory: gRPC for the gateway, HTTP for health and metrics.
 * @throws {SchemaVersionError} when the database has another schema
 */
export async function boot(config: InventoryConfig, onWrongSchema: (error: Error) => void): Promise<RunningService> {
  const app = await NestFactory.create<NestFastifyApplication>(appModule(config), new FastifyAdapter(), {
    abortOnError: false,
    bufferLogs: true,
  });
  const logger = app.get<Logger>(LOGGER);
  app.useLogger(new NestLogger(logger));

  const health = new GrpcHealth();
  const watch = app.get(DatabaseWatch);
  watch.onChange((usable) => health.set(usable));
  await watch.start(onWrongSchema).catch(async (error) => {
    await app.close();
    throw error;
  });

  app.connectMicroservice(grpcOptions(config, health));
  await app.startAllMicroservices();
  await app.listen(config.OPS_PORT, config.OPS_HOST);
  const { GRPC_HOST, GRPC_PORT, OPS_HOST, OPS_PORT } = config;
  logger.info({ grpc: `${GRPC_HOST}:${GRPC_PORT}`, ops: `${OPS_HOST}:${OPS_PORT}` }, 'inventory is listening');

  return {
    close: async () => {
      app.get(Readiness).stop();
      health.set(false);
      await app.close();
    },
  };
}
