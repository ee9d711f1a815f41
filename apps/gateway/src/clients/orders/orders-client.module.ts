import { LOGGER, type Logger } from '@app/observability';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../gateway.config.js';
import { Guard, logBreaker } from '../guard.js';
import { ORDERS_FAILURES, OrdersChannel, OrdersClient } from './orders.grpc.client.js';

/**
 * The one place that dials orders. No readiness check: the shop sells without orders, so a gateway is ready without them; a
 * metric says whether they are there.
 */
@Module({
  providers: [
    {
      provide: OrdersChannel,
      inject: [GATEWAY_CONFIG],
      useFactory: (config: GatewayConfig) => new OrdersChannel(config.ORDERS_GRPC_URL),
    },
    {
      provide: OrdersClient,
      inject: [OrdersChannel, Registry, LOGGER],
      useFactory: (channel: OrdersChannel, registry: Registry, logger: Logger) => {
        new Gauge({
          name: 'gateway_orders_connected',
          help: '1 when at least one process of orders is connected',
          registers: [registry],
          collect() {
            this.set(channel.connected ? 1 : 0);
          },
        });
        return new OrdersClient(channel, new Guard(ORDERS_FAILURES, logBreaker(logger, 'orders')));
      },
    },
  ],
  exports: [OrdersChannel, OrdersClient],
})
export class OrdersClientModule implements OnApplicationShutdown {
  private readonly channel: OrdersChannel;

  constructor(@Inject(OrdersChannel) channel: OrdersChannel) {
    this.channel = channel;
  }

  onApplicationShutdown(): void {
    this.channel.close();
  }
}
