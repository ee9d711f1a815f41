import { ServiceModule } from '@app/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { BrowseController } from './browse/browse.grpc.controller.js';
import { BrowseRepository } from './browse/browse.pg.repository.js';
import { DatabaseModule } from './database/database.module.js';
import { INVENTORY_CONFIG, type InventoryConfig } from './inventory.config.js';
import { OutboxRepository } from './outbox/outbox.pg.repository.js';
import { OutboxMetrics } from './outbox/outbox-metrics.js';
import { RequeueEvents } from './outbox/requeue-events.js';
import { SaleOutboxController } from './outbox/sale-outbox.grpc.controller.js';
import { DecreaseStockController } from './sell/decrease-stock.grpc.controller.js';
import { SaleTelemetry } from './sell/sale-telemetry.js';
import { SalesRepository } from './sell/sales.pg.repository.js';
import { SellService } from './sell/sell.service.js';
import { SoldBetween } from './sell/sold-between.pg.query.js';
import { OwnerController } from './stock/stock.grpc.controller.js';
import { StockRepository } from './stock/stock.pg.repository.js';

/** Everything inventory can do: sell, browse, own, and hand out what was recorded. */
@Module({
  imports: [DatabaseModule],
  controllers: [DecreaseStockController, BrowseController, OwnerController, SaleOutboxController],
  providers: [
    SellService,
    SaleTelemetry,
    SalesRepository,
    SoldBetween,
    BrowseRepository,
    StockRepository,
    OutboxRepository,
    OutboxMetrics,
    RequeueEvents,
  ],
})
export class AppModule {}

/** The application with its configuration. */
export const appModule = (config: InventoryConfig): DynamicModule => ({
  module: AppModule,
  global: true,
  imports: [ServiceModule.forRoot('inventory', config.OTEL_EXPORTER_OTLP_ENDPOINT)],
  providers: [{ provide: INVENTORY_CONFIG, useValue: config }],
  exports: [INVENTORY_CONFIG],
});
