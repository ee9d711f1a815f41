import { DATABASE_POOLER, defineConfig, integer, port, SERVICE_VARIABLES, str, urlOf } from '@app/config';

const specs = {
  ...SERVICE_VARIABLES,
  DATABASE_URL: urlOf(
    'postgres',
    'postgresql',
  )({
    desc: "the URL of inventory's own database",
    example: 'postgres://inventory:password@127.0.0.1:5432/inventory_db',
  }),
  DATABASE_POOLER,
  GRPC_HOST: str({ default: '127.0.0.1', desc: 'the address that gRPC listens on' }),
  GRPC_PORT: port({ default: 50_051, desc: 'a free port' }),
  OPS_HOST: str({ default: '127.0.0.1', desc: 'the address of health and metrics' }),
  OPS_PORT: port({ default: 9_101, desc: 'a free port' }),
  SALES_BATCH_MAX: integer(1, 1_000)({ default: 500, desc: 'the most sales of one transaction' }),
  SALES_BATCHES_IN_FLIGHT: integer(
    1,
    16,
  )({ default: 4, desc: 'the most transactions that record sales at the same time' }),
  SALES_QUEUE_MAX: integer(1, 100_000)({ default: 4_096, desc: 'the most sales that wait for a transaction' }),
};

/** Inventory's environment, read and checked once at start. */
export const inventoryConfig = (env: NodeJS.ProcessEnv = process.env) => defineConfig('inventory', specs, env);

export type InventoryConfig = ReturnType<typeof inventoryConfig>;

/** Injection token of the `InventoryConfig`. */
export const INVENTORY_CONFIG = Symbol('inventory config');
