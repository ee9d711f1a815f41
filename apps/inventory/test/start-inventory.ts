import { freePort } from '@app/testing';
import { boot } from '../src/boot.js';
import { inventoryConfig } from '../src/inventory.config.js';
import { type InventoryClient, inventoryClient } from './inventory-client.js';

/** A whole inventory, as `main.ts` starts it, on ports of its own. */
export interface RunningInventory {
  grpc: string;
  ops: string;
  /** A new connection; closed with the instance. */
  client(): InventoryClient;
  /** What SIGTERM does; clients stay open. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function startInventory(databaseUrl: string, env: Record<string, string> = {}): Promise<RunningInventory> {
  process.env.LOG_LEVEL ??= 'silent';
  const [grpcPort, opsPort] = [await freePort(), await freePort()];
  const config = inventoryConfig({
    DATABASE_URL: databaseUrl,
    GRPC_PORT: `${grpcPort}`,
    OPS_PORT: `${opsPort}`,
    ...env,
  });
  const service = await boot(config, (error) => {
    throw error;
  });
  const clients: InventoryClient[] = [];
  const grpc = `127.0.0.1:${grpcPort}`;
  return {
    grpc,
    ops: `http://127.0.0.1:${opsPort}`,
    client: () => {
      const client = inventoryClient(grpc);
      clients.push(client);
      return client;
    },
    stop: () => service.close(),
    close: async () => {
      for (const client of clients) client.close();
      await service.close();
    },
  };
}
