import { eventually } from '@app/testing';
import { AppModule } from '../src/app.module.js';
import { gatewayConfig } from '../src/gateway.config.js';
import { createApp } from '../src/http/create-app.js';
import { FakeInventory } from './fake-inventory.js';

/** Refuses connections: no broker is there. */
const NO_BROKER = 'amqp://guest:guest@127.0.0.1:1';

/** A whole gateway that listens, in front of a double of inventory. */
export async function startGateway(env: NodeJS.ProcessEnv = {}) {
  const inventory = await new FakeInventory().start();
  const config = gatewayConfig({
    INVENTORY_GRPC_URL: `127.0.0.1:${inventory.port}`,
    RABBITMQ_URL: NO_BROKER,
    RATE_LIMIT: 'off',
    ...env,
  });
  const app = await createApp(AppModule.forRoot(config), config);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const headers = { 'content-type': 'application/json' };
  // On a busy machine the first call would come before the connection: that is refused at once, as it should be.
  await eventually(async () => {
    const { checks } = (await (await fetch(`${url}/health/ready`)).json()) as {
      checks: { inventory: { ok: boolean } };
    };
    return checks.inventory.ok;
  });
  return {
    app,
    inventory,
    get: (path: string, more = {}) => fetch(`${url}${path}`, { headers: more }),
    sell: (body: object, more = {}) =>
      fetch(`${url}/inventory/decrease`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
      }),
    async stop() {
      await app.close();
      inventory.kill();
    },
  };
}

export type RunningGateway = Awaited<ReturnType<typeof startGateway>>;
