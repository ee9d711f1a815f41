import {
  INVENTORY_PACKAGE,
  INVENTORY_PROTO_PATH,
  PROTO_LOADER_OPTIONS,
  STORY_PACKAGE,
  STORY_PROTO_PATH,
} from '@app/contracts';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import type { InventoryConfig } from '../inventory.config.js';

/** Status of the whole server, and of each service by name. */
const SERVICES = [
  '',
  'inventory.InventoryService',
  'inventory.Catalog',
  'inventory.StockReservations',
  'inventory.SaleOutbox',
  'story.Story',
];

/** grpc.health.v1: what load balancers and orchestrators ask. */
export class GrpcHealth {
  private readonly implementation = new HealthImplementation(
    Object.fromEntries(SERVICES.map((service) => [service, 'NOT_SERVING' as const])),
  );

  addTo(server: Parameters<HealthImplementation['addToServer']>[0]): void {
    this.implementation.addToServer(server);
  }

  set(serving: boolean): void {
    for (const service of SERVICES) this.implementation.setStatus(service, serving ? 'SERVING' : 'NOT_SERVING');
  }
}

export function grpcOptions({ GRPC_HOST, GRPC_PORT }: InventoryConfig, health: GrpcHealth): GrpcOptions {
  return {
    transport: Transport.GRPC,
    options: {
      url: `${GRPC_HOST}:${GRPC_PORT}`,
      package: [INVENTORY_PACKAGE, STORY_PACKAGE],
      protoPath: [INVENTORY_PROTO_PATH, STORY_PROTO_PATH],
      loader: PROTO_LOADER_OPTIONS,
      gracefulShutdown: true,
      onLoadPackageDefinition: (_definition, server) => health.addTo(server),
      // Connections whose client has vanished without a word. grpc-js answers any number of a client's own pings.
      channelOptions: { 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 10_000 },
    },
  };
}
