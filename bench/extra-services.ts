import { startProcess } from './extra-process.ts';
import { freePort } from './free-port.ts';
import type { Reference } from './references.ts';
import type { BenchShop } from './shop.ts';

const COMMON = { RATE_LIMIT: 'off', JWT_SECRET: 'development-secret-change-me-0123456789', NODE_ENV: 'development' };

/** One more inventory on the shop's database. `url` is its gRPC address. */
export async function startInventory(shop: BenchShop, env: NodeJS.ProcessEnv = {}): Promise<Reference> {
  const [grpc, ops] = [await freePort(), await freePort()];
  const ports = { GRPC_PORT: String(grpc), OPS_PORT: String(ops) };
  const all = { ...COMMON, DATABASE_URL: shop.endpoints.postgres, ...ports, ...env };
  const { stop } = await startProcess('apps/inventory/src/main', all, ops, '/health/ready');
  return { url: `127.0.0.1:${grpc}`, stop };
}

/** One more gateway on the shop's broker, in front of these inventories. `url` is its door. */
export async function startGateway(
  shop: BenchShop,
  inventories: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Reference> {
  const port = await freePort();
  const targets = { INVENTORY_GRPC_URL: inventories.join(','), RABBITMQ_URL: shop.endpoints.rabbitmq };
  const all = { ...COMMON, ...targets, HTTP_PORT: String(port), ...env };
  const { stop } = await startProcess('apps/gateway/src/main', all, port, '/health/ready');
  return { url: `http://127.0.0.1:${port}`, stop };
}
