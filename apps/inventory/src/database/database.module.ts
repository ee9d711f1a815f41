import { LOGGER, type Logger } from '@app/observability';
import { createPool, DatabaseWatch, migrationsFolder, type Pool } from '@app/postgres';
import { Readiness } from '@app/service';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { INVENTORY_CONFIG, type InventoryConfig } from '../inventory.config.js';
import { POOL, SALES_POOL } from './pools.js';

const POOL_SIZE = 6;

/**
 * Sales run on tables that grow from empty to millions of rows under one prepared statement: a plan made for the empty
 * table must not scan the full one. Compiling (JIT) never pays for statements of a millisecond.
 */
const SALES_SETTINGS = { enable_seqscan: 'off', jit: 'off' };

/** The two pools and what watches over them. */
@Global()
@Module({
  providers: [
    {
      provide: SALES_POOL,
      inject: [INVENTORY_CONFIG, LOGGER],
      useFactory: (config: InventoryConfig, logger: Logger) =>
        createPool({
          url: config.DATABASE_URL,
          pooler: config.DATABASE_POOLER,
          max: config.SALES_BATCHES_IN_FLIGHT,
          applicationName: 'inventory-sales',
          settings: SALES_SETTINGS,
          onIdleError: warn(logger),
        }),
    },
    {
      provide: POOL,
      inject: [INVENTORY_CONFIG, LOGGER],
      useFactory: ({ DATABASE_URL: url, DATABASE_POOLER: pooler }: InventoryConfig, logger: Logger) =>
        createPool({ url, pooler, max: POOL_SIZE, applicationName: 'inventory', onIdleError: warn(logger) }),
    },
    {
      provide: DatabaseWatch,
      inject: [POOL, LOGGER, Readiness],
      useFactory: (pool: Pool, logger: Logger, readiness: Readiness) => {
        const watch = new DatabaseWatch(pool, migrationsFolder('inventory'), logger);
        readiness.add('database', () => watch.report());
        return watch;
      },
    },
  ],
  exports: [SALES_POOL, POOL, DatabaseWatch],
})
export class DatabaseModule implements OnApplicationShutdown {
  private readonly salesPool: Pool;
  private readonly pool: Pool;
  private readonly watch: DatabaseWatch;

  constructor(@Inject(SALES_POOL) salesPool: Pool, @Inject(POOL) pool: Pool, watch: DatabaseWatch) {
    this.salesPool = salesPool;
    this.pool = pool;
    this.watch = watch;
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch.stop();
    await Promise.all([this.salesPool.end(), this.pool.end()]);
  }
}

const warn = (logger: Logger) => (error: Error) => logger.warn({ err: error }, 'idle database connection lost');
