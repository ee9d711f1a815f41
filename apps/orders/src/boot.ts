import { ORDERS_PACKAGE, ORDERS_PROTO_PATH, STORY_PACKAGE, STORY_PROTO_PATH } from '@app/contracts';
import { type GrpcApi, type RunningService, startGrpcService } from '@app/service';
import { AppModule } from './app.module.js';
import type { OrdersConfig } from './orders.config.js';
import { DriveOrders } from './process/drive-orders.js';

const API: GrpcApi = {
  services: ['orders.OrderService', 'story.Traces'],
  package: [ORDERS_PACKAGE, STORY_PACKAGE],
  protoPath: [ORDERS_PROTO_PATH, STORY_PROTO_PATH],
};

/** Starts orders: gRPC for the gateway, HTTP for health and metrics, and the sweep for what others left behind. */
export async function boot(config: OrdersConfig): Promise<RunningService> {
  const { app, close } = await startGrpcService('orders', AppModule.forRoot(config), API, config);
  const driver = app.get(DriveOrders);
  driver.start();
  return { close: () => close(() => driver.stop()) };
}
