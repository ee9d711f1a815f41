import { Module } from '@nestjs/common';
import { InventoryClientModule } from '../clients/inventory/inventory-client.module.js';
import { OrdersClientModule } from '../clients/orders/orders-client.module.js';
import { FlowController } from './flow.http.controller.js';
import { FlowActionsController } from './flow-actions.http.controller.js';
import { FlowActions } from './flow-actions.js';
import { FlowFactsReader } from './flow-facts.js';
import { LiveFlow } from './live-flow.js';
import { RecentOrders } from './recent-orders.js';

/** The live page at `/` and `/flow`. */
@Module({
  imports: [InventoryClientModule, OrdersClientModule],
  controllers: [FlowController, FlowActionsController],
  providers: [FlowActions, FlowFactsReader, LiveFlow, RecentOrders],
  exports: [RecentOrders],
})
export class FlowModule {}
