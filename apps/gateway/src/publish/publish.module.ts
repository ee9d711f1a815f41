import { EventPublisher } from '@app/messaging';
import { LOGGER, type Logger, Tracing } from '@app/observability';
import { OutboxPublisher } from '@app/outbox';
import { Readiness } from '@app/service';
import { Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { InventoryClientModule } from '../clients/inventory/inventory-client.module.js';
import { Journal } from '../story/journal.js';
import { JournalModule } from '../story/journal.module.js';
import { InventoryOutbox } from './inventory-outbox.grpc.js';

/** Publishes what inventory has recorded. */
@Module({
  imports: [InventoryClientModule, JournalModule],
  providers: [
    InventoryOutbox,
    {
      provide: OutboxPublisher,
      inject: [InventoryOutbox, EventPublisher, Tracing, LOGGER, Registry, Readiness, Journal],
      useFactory: (
        outbox: InventoryOutbox,
        publisher: EventPublisher,
        tracing: Tracing,
        logger: Logger,
        registry: Registry,
        readiness: Readiness,
        watch: Journal,
      ) => {
        // A shop without a broker sells on: only the detail says so.
        const waiting = () => `events wait in the outbox: ${publisher.stats().reason}`;
        const detail = () => (publisher.ready ? 'events are published' : waiting());
        readiness.add('events', () => ({ ok: true, detail: detail() }));
        return new OutboxPublisher({ outbox, publisher, tracing, logger, registry, metricsPrefix: 'gateway', watch });
      },
    },
  ],
  exports: [OutboxPublisher],
})
export class PublishModule {}
