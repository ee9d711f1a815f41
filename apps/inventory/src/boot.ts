import { INVENTORY_PACKAGE, INVENTORY_PROTO_PATH, STORY_PACKAGE, STORY_PROTO_PATH } from '@app/contracts';
import { GrpcHealth, type GrpcServing, grpcOptions } from '@app/grpc';
import { LOGGER, type Logger } from '@app/observability';
import { DatabaseWatch } from '@app/postgres';
import { createOpsApp, Readiness, type RunningService } from '@app/service';
import { appModule } from './app.module.js';
import type { InventoryConfig } from './inventory.config.js';

const SERVICES = [
  'inventory.InventoryService',
  'inventory.Catalog',
  'inventory.StockReservations',
  'inventory.SaleOutbox',
  'story.Story',
  'story.Traces',
];

/**
 * Starts inventory: gRPC for the gateway, HTTP for health and metrics.
 * @throws {SchemaVersionError} when the database has another schema
 */
export async function boot(config: InventoryConfig, onWrongSchema: (error: Error) => void): Promise<RunningService> {
  const app = await createOpsApp(appModule(config));
  const logger = app.get<Logger>(LOGGER);

  const health = new GrpcHealth(SERVICES);
  const watch = app.get(DatabaseWatch);
  watch.onChange((usable) => health.set(usable));
  await watch.start(onWrongSchema).catch(async (error) => {
    await app.close();
    throw error;
  });

  app.connectMicroservice(grpcOptions(serving(config), health));
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

const serving = ({ GRPC_HOST: host, GRPC_PORT: port }: InventoryConfig): GrpcServing => ({
  host,
  port,
  package: [INVENTORY_PACKAGE, STORY_PACKAGE],
  protoPath: [INVENTORY_PROTO_PATH, STORY_PROTO_PATH],
});
