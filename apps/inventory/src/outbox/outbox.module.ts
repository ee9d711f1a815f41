import { OutboxRepository, showOutbox } from '@app/outbox';
import type { Pool } from '@app/postgres';
import { Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { DatabaseModule } from '../database/database.module.js';
import { POOL } from '../database/pools.js';
import { RequeueEvents } from './requeue-events.js';
import { SaleOutboxController } from './sale-outbox.grpc.controller.js';

/** What was recorded waits here until a gateway has published it. */
@Module({
  imports: [DatabaseModule],
  controllers: [SaleOutboxController],
  providers: [
    {
      provide: OutboxRepository,
      inject: [POOL, Registry],
      useFactory: (pool: Pool, registry: Registry) => {
        const repository = new OutboxRepository(pool);
        showOutbox('inventory', () => repository.stats(), registry);
        return repository;
      },
    },
    RequeueEvents,
  ],
})
export class OutboxModule {}
