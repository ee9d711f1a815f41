import { ServiceModule } from '@app/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { BatchRepository } from './batch/batch.pg.repository.js';
import { BatchTelemetry } from './batch/batch-telemetry.js';
import { StockBatches } from './batch/stock-batches.js';
import { BrowseController } from './browse/browse.grpc.controller.js';
import { BrowseRepository } from './browse/browse.pg.repository.js';
import { CatalogController } from './catalog/catalog.grpc.controller.js';
import { CatalogRepository } from './catalog/catalog.pg.repository.js';
import { ListingRepository } from './catalog/listing.pg.repository.js';
import { ProductChanges } from './catalog/product-changes.pg.query.js';
import { DatabaseModule } from './database/database.module.js';
import { INVENTORY_CONFIG, type InventoryConfig } from './inventory.config.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { ExpireReservations } from './reserve/expire-reservations.js';
import { ReservationMetrics } from './reserve/reservation-metrics.js';
import { ReservationTelemetry } from './reserve/reservation-telemetry.js';
import { ReservationsController } from './reserve/reservations.grpc.controller.js';
import { ReservationsRepository } from './reserve/reservations.pg.repository.js';
import { ReserveService } from './reserve/reserve.service.js';
import { DecreaseStockController } from './sell/decrease-stock.grpc.controller.js';
import { SaleTelemetry } from './sell/sale-telemetry.js';
import { SellService } from './sell/sell.service.js';
import { StockController } from './stock/stock.grpc.controller.js';
import { StockRepository } from './stock/stock.pg.repository.js';
import { StoryController } from './story/story.grpc.controller.js';
import { StoryQuery } from './story/story.pg.query.js';

/** Everything inventory can do: sell, reserve, browse, keep the stock, and hand out what was recorded. */
@Module({
  imports: [DatabaseModule, OutboxModule],
  controllers: [
    DecreaseStockController,
    ReservationsController,
    BrowseController,
    CatalogController,
    StockController,
    StoryController,
  ],
  providers: [
    StockBatches,
    BatchTelemetry,
    BatchRepository,
    SellService,
    SaleTelemetry,
    ReserveService,
    ReservationTelemetry,
    ReservationMetrics,
    ReservationsRepository,
    ExpireReservations,
    BrowseRepository,
    ListingRepository,
    CatalogRepository,
    ProductChanges,
    StockRepository,
    StoryQuery,
  ],
})
export class AppModule {
  static forRoot(config: InventoryConfig): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [ServiceModule.forRoot('inventory', config)],
      providers: [{ provide: INVENTORY_CONFIG, useValue: config }],
      exports: [INVENTORY_CONFIG],
    };
  }
}
