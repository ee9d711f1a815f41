import { LOGGER, type Logger, Tracing } from '@app/observability';
import { Readiness } from '@app/service';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Registry } from 'prom-client';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../gateway.config.js';
import { Guard, logBreaker } from '../guard.js';
import { showInventoryClient } from './client-metrics.js';
import { INVENTORY_FAILURES } from './grpc-failure.js';
import { InventoryChannel } from './inventory.grpc.channel.js';
import { InventoryClient } from './inventory.grpc.client.js';

/** The one place that dials inventory. */
@Module({
  providers: [
    {
      provide: Guard,
      inject: [LOGGER],
      useFactory: (logger: Logger) => new Guard(INVENTORY_FAILURES, logBreaker(logger, 'inventory')),
    },
    {
      provide: InventoryChannel,
      inject: [GATEWAY_CONFIG],
      useFactory: (config: GatewayConfig) => new InventoryChannel(config.INVENTORY_GRPC_URL),
    },
    {
      provide: InventoryClient,
      inject: [InventoryChannel, Guard, Registry, Readiness, Tracing],
      useFactory: showInventoryClient,
    },
  ],
  exports: [InventoryChannel, InventoryClient],
})
export class InventoryClientModule implements OnApplicationShutdown {
  private readonly channel: InventoryChannel;

  constructor(@Inject(InventoryChannel) channel: InventoryChannel) {
    this.channel = channel;
  }

  onApplicationShutdown(): void {
    this.channel.close();
  }
}
