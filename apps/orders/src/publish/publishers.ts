import type { EventPublisher } from '@app/messaging';
import type { Logger, Tracing } from '@app/observability';
import { localOutbox, OutboxPublisher, OutboxRepository, showOutbox } from '@app/outbox';
import type { Pool } from '@app/postgres';
import type { Registry } from 'prom-client';
import type { InventoryChannel } from '../inventory/reservations.grpc.client.js';
import type { OrdersRepository } from '../order/orders.pg.repository.js';
import { InventoryOutbox } from './inventory-outbox.grpc.js';
import { RebuildAnnouncements } from './rebuild-announcements.pg.js';

/** What every publisher works with. */
export interface Publishing {
  publisher: EventPublisher;
  tracing: Tracing;
  logger: Logger;
  registry: Registry;
}

/** Publishes what orders has recorded, and sweeps what was left behind. */
export class OrderEvents extends OutboxPublisher {
  constructor(publishing: Publishing, pool: Pool, orders: OrdersRepository) {
    const repository = new OutboxRepository(pool);
    const rebuild = new RebuildAnnouncements(pool, orders, repository);
    const outbox = localOutbox(repository, (from, to) => rebuild.between(from, to));
    super({ ...publishing, outbox, metricsPrefix: 'orders' });
    showOutbox('orders', () => repository.stats(), publishing.registry);
  }
}

/**
 * Publishes at once what inventory has recorded for an order: left to the gateways' sweep each line would be 15 s late. Inventory
 * has the events in its outbox, and what is not published here is swept there.
 */
export class StockEvents extends OutboxPublisher {
  constructor(publishing: Publishing, channel: InventoryChannel) {
    super({ ...publishing, outbox: new InventoryOutbox(channel), metricsPrefix: 'orders_stock', sweeps: false });
  }
}
