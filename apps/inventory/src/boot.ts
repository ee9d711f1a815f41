import { INVENTORY_PACKAGE, INVENTORY_PROTO_PATH, STORY_PACKAGE, STORY_PROTO_PATH } from '@app/contracts';
import { type GrpcApi, type RunningService, startGrpcService } from '@app/service';
import { AppModule } from './app.module.js';
import type { InventoryConfig } from './inventory.config.js';

const API: GrpcApi = {
  services: [
    'inventory.InventoryService',
    'inventory.Catalog',
    'inventory.StockReservations',
    'inventory.SaleOutbox',
    'story.Story',
    'story.Traces',
  ],
  package: [INVENTORY_PACKAGE, STORY_PACKAGE],
  protoPath: [INVENTORY_PROTO_PATH, STORY_PROTO_PATH],
};

/** Starts inventory: gRPC for the gateway and orders, HTTP for health and metrics. */
export function boot(config: InventoryConfig, onWrongSchema?: (error: Error) => void): Promise<RunningService> {
  return startGrpcService('inventory', AppModule.forRoot(config), API, config, onWrongSchema);
}
