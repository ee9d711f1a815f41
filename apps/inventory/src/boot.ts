import { LOGGER, type Logger } from '@app/observability';
import { createOpsApp, Readiness, type RunningService } from '@app/service';
import { appModule } from './app.module.js';
import { DatabaseWatch } from './database/database-watch.js';
import { GrpcHealth, grpcOptions } from './grpc/grpc-server.js';
import type { InventoryConfig } from './inventory.config.js';

/**
 * Starts inventory: gRPC for the gateway, HTTP for health and metrics.
 * @throws {SchemaVersionError} when the database has another schema
 */
export async function boot(config: InventoryConfig, onWrongSchema: (error: Error) => void): Promise<RunningService> {
  const app = await createOpsApp(appModule(config));
  const logger = app.get<Logger>(LOGGER);

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
