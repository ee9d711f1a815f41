import { MessagingModule } from '@app/messaging';
import { LOGGER, type Logger } from '@app/observability';
import { ServiceModule } from '@app/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { GetStockController } from './browse/get-stock.http.controller.js';
import { CreateProductController } from './catalog/create-product.http.controller.js';
import { GetProductController } from './catalog/get-product.http.controller.js';
import { ListProductChangesController } from './catalog/list-product-changes.http.controller.js';
import { ListProductsController } from './catalog/list-products.http.controller.js';
import { UpdateProductController } from './catalog/update-product.http.controller.js';
import { AnalyticsClientModule } from './clients/analytics/analytics-client.module.js';
import { InventoryClientModule } from './clients/inventory/inventory-client.module.js';
import { OrdersClientModule } from './clients/orders/orders-client.module.js';
import { DeadLettersController } from './dead-letters/dead-letters.http.controller.js';
import { FiguresHttpController } from './figures/figures.http.controller.js';
import { FlowModule } from './flow/flow.module.js';
import { GATEWAY_CONFIG, type GatewayConfig } from './gateway.config.js';
import { ChangeOrderController } from './orders/change-order.http.controller.js';
import { PaymentWebhookController } from './orders/payment-webhook.http.controller.js';
import { PlaceOrderController } from './orders/place-order.http.controller.js';
import { ReadOrdersController } from './orders/read-orders.http.controller.js';
import { PublishModule } from './publish/publish.module.js';
import { DecreaseStockController } from './sell/decrease-stock.http.controller.js';
import { GetSaleController } from './sell/get-sale.http.controller.js';
import { SaleTelemetry } from './sell/sale-telemetry.js';
import { ShedLoad } from './sell/shed-load.http.hook.js';
import { AdjustController } from './stock/adjust.http.controller.js';
import { RestockController } from './stock/restock.http.controller.js';
import { JournalModule } from './story/journal.module.js';
import { StoryModule } from './story/story.module.js';

/** The one edge: sells, browses, keeps catalog and stock for admins, publishes what was sold. */
@Module({
  imports: [
    InventoryClientModule,
    OrdersClientModule,
    AnalyticsClientModule,
    PublishModule,
    FlowModule,
    JournalModule,
    StoryModule,
  ],
  controllers: [
    DecreaseStockController,
    GetSaleController,
    GetStockController,
    ListProductsController,
    GetProductController,
    CreateProductController,
    UpdateProductController,
    ListProductChangesController,
    RestockController,
    AdjustController,
    DeadLettersController,
    PlaceOrderController,
    ReadOrdersController,
    ChangeOrderController,
    PaymentWebhookController,
    FiguresHttpController,
  ],
  providers: [SaleTelemetry, ShedLoad],
})
export class AppModule {
  /** Not global itself: Nest stops global modules last, and this one needs inventory and the broker to stop well. */
  static forRoot(config: GatewayConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [configuration(config), ServiceModule.forRoot('gateway', config), messaging],
    };
  }
}

const messaging = MessagingModule.forRootAsync({
  inject: [GATEWAY_CONFIG, LOGGER, Registry],
  useFactory: (config: GatewayConfig, logger: Logger, registry: Registry) => ({
    url: config.RABBITMQ_URL,
    operatorUrl: config.RABBITMQ_OPERATOR_URL,
    topology: config.RABBITMQ_TOPOLOGY,
    name: 'gateway',
    logger,
    registry,
  }),
});

@Module({})
class GatewayConfigModule {}

const configuration = (config: GatewayConfig): DynamicModule => ({
  module: GatewayConfigModule,
  global: true,
  providers: [{ provide: GATEWAY_CONFIG, useValue: config }],
  exports: [GATEWAY_CONFIG],
});
