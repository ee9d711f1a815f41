import { ObservabilityModule } from '@app/observability';
import { type DynamicModule, Module } from '@nestjs/common';
import { GATEWAY_CONFIG, type GatewayConfig } from './gateway.config.js';

/** The one door: sells, browses, serves the owner, publishes what was sold. */
@Module({})
export class AppModule {}

export const appModule = (config: GatewayConfig): DynamicModule => ({
  module: AppModule,
  global: true,
  imports: [ObservabilityModule.forRoot('gateway', config.OTEL_EXPORTER_OTLP_ENDPOINT)],
  providers: [{ provide: GATEWAY_CONFIG, useValue: config }],
  exports: [GATEWAY_CONFIG],
});
