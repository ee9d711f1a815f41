import { ORDERS_PACKAGE, ORDERS_PROTO_PATH, STORY_PACKAGE, STORY_PROTO_PATH } from '@app/contracts';
import { GrpcHealth, grpcOptions } from '@app/grpc';
import { LOGGER, type Logger } from '@app/observability';
import { DatabaseWatch } from '@app/postgres';
import { createOpsApp, Readiness, type RunningService } from '@app/service';
import { AppModule } from './app.module.js';
import type { OrdersConfig } from './orders.config.js';
import { DriveOrders } from './process/drive-orders.js';

/**
 * Starts orders: gRPC for the gateway, HTTP for health and metrics, and the sweep for what others left behind.
 * @throws {SchemaVersionError} when the database has another schema
 */
export async function boot(config: OrdersConfig, onWrongSchema: (error: Error) => void): Promise<RunningService> {
  const app = await createOpsApp(AppModule.forRoot(config));
  const logger = app.get<Logger>(LOGGER);

  const health = new GrpcHealth(['orders.OrderService', 'story.Traces']);
  const watch = app.get(DatabaseWatch);
  watch.onChange((usable) => health.set(usable));
  await watch.start(onWrongSchema).catch(async (error) => {
    await app.close();
    throw error;
  });

  const { GRPC_HOST: host, GRPC_PORT: port, OPS_HOST, OPS_PORT } = config;
  const protos = { package: [ORDERS_PACKAGE, STORY_PACKAGE], protoPath: [ORDERS_PROTO_PATH, STORY_PROTO_PATH] };
  app.connectMicroservice(grpcOptions({ host, port, ...protos }, health));
  await app.startAllMicroservices();
  await app.listen(OPS_PORT, OPS_HOST);
  app.get(DriveOrders).start();
  logger.info({ grpc: `${host}:${port}`, ops: `${OPS_HOST}:${OPS_PORT}` }, 'orders is listening');

  return {
    close: async () => {
      app.get(Readiness).stop();
      health.set(false);
      await app.get(DriveOrders).stop();
      await app.close();
    },
  };
}
