import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../gateway.config.js';
import { Guard } from '../guard.js';
import { ANALYTICS_FAILURES, AnalyticsChannel, FiguresClient } from './figures.grpc.client.js';

/** The one place that dials analytics. No readiness check: the shop sells without figures; a metric says whether they are there. */
@Module({
  providers: [
    {
      provide: AnalyticsChannel,
      inject: [GATEWAY_CONFIG],
      useFactory: (config: GatewayConfig) => new AnalyticsChannel(config.ANALYTICS_GRPC_URL),
    },
    {
      provide: FiguresClient,
      inject: [AnalyticsChannel, Registry],
      useFactory: (channel: AnalyticsChannel, registry: Registry) => {
        new Gauge({
          name: 'gateway_analytics_connected',
          help: '1 when at least one process of analytics is connected',
          registers: [registry],
          collect() {
            this.set(channel.connected ? 1 : 0);
          },
        });
        return new FiguresClient(channel, new Guard(ANALYTICS_FAILURES));
      },
    },
  ],
  exports: [FiguresClient],
})
export class AnalyticsClientModule implements OnApplicationShutdown {
  private readonly channel: AnalyticsChannel;

  constructor(@Inject(AnalyticsChannel) channel: AnalyticsChannel) {
    this.channel = channel;
  }

  onApplicationShutdown(): void {
    this.channel.close();
  }
}
