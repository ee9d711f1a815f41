import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../libs/testing/src/free-port.ts';
import { type NodeProcess, startProcess } from '../../libs/testing/src/node-process.ts';
import type { Addresses } from '../../stack/addresses.ts';
import type { Version } from './versions.ts';

export type App = 'inventory' | 'gateway' | 'analytics' | 'notifications';

/** One process, which keeps its address when another version takes its place. */
interface Place {
  app: App;
  env: NodeJS.ProcessEnv;
  health: number;
  running?: NodeProcess;
}

/** As docs/operations.md says: a new inventory is ready before the gateways have found it. */
const FOUND_WITHIN_MS = 1_500;

/** Two inventories, two gateways and the workers, each of a version of its own, on the same stores and queues. */
export class Fleet {
  readonly doors: string[] = [];
  private readonly places: Place[] = [];

  private constructor() {}

  static async on({ inventoryDatabase, notificationsDatabase, rabbitmq, mongodb }: Addresses): Promise<Fleet> {
    const fleet = new Fleet();
    const common = { RATE_LIMIT: 'off', NODE_ENV: 'development', LOG_LEVEL: 'warn' };
    const inventories = [await freePort(), await freePort()];
    const addresses = inventories.map((port) => `127.0.0.1:${port}`).join(',');
    const add = async (app: App, env: NodeJS.ProcessEnv) => {
      const health = Number(env.HTTP_PORT ?? (await freePort()));
      fleet.places.push({ app, health, env: { ...common, OPS_PORT: String(health), ...env } });
    };
    for (const port of inventories)
      await add('inventory', { DATABASE_URL: inventoryDatabase, GRPC_PORT: String(port) });
    for (let n = 0; n < 2; n++) {
      const port = await freePort();
      await add('gateway', { INVENTORY_GRPC_URL: addresses, RABBITMQ_URL: rabbitmq, HTTP_PORT: String(port) });
      fleet.doors.push(`http://127.0.0.1:${port}`);
    }
    const worker = async () => ({ RABBITMQ_URL: rabbitmq, GRPC_PORT: String(await freePort()) });
    await add('analytics', { ...(await worker()), MONGODB_URI: mongodb });
    await add('notifications', { ...(await worker()), DATABASE_URL: notificationsDatabase });
    return fleet;
  }

  /** Every process of these apps, one after the other: ends what runs there, starts this version. */
  async roll(version: Version, apps: readonly App[]): Promise<void> {
    for (const app of apps) {
      for (const place of this.places.filter((each) => each.app === app)) {
        await end(place);
        const script = join(version.dist, 'apps', app, 'src/main');
        place.running = await startProcess(script, place.env, { port: place.health, path: '/health/ready' });
        await delay(FOUND_WITHIN_MS);
      }
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.places.map(end));
  }
}

async function end({ app, running }: Place): Promise<void> {
  const code = await running?.stop();
  if (code) throw new Error(`${app} ended with exit code ${code}: ${running?.complaints()}`);
}
