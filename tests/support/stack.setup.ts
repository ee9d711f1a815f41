// Runs once before the e2e specs, as plain Node: the whole shop as `npm start` starts it, on its own ports and data.
import type { Server } from 'node:net';
import { serveOrders } from '../../stack/control.ts';
import { endOnSignal } from '../../stack/end-on-signal.ts';
import { describe } from '../../stack/failure.ts';
import type { Stack } from '../../stack/stack.ts';
import { startStack } from '../../stack/start-stack.ts';

export const running = globalThis as { storefrontShop?: { stack: Stack; orders: Server } };

export default async function startShop(): Promise<void> {
  if (process.env.TEST_SHOP) return;
  const say = (line: string) => process.env.TEST_ENGINES_VERBOSE && console.error(line);
  try {
    const began = Date.now();
    const starting = startStack({ dir: '.stack-e2e', ports: 'free', fresh: true, say });
    endOnSignal(async () => (await starting).stop());
    const stack = await starting;
    const orders = await serveOrders(stack, () => undefined);
    running.storefrontShop = { stack, orders };
    process.env.TEST_SHOP = stack.folders.dir;
    const seconds = ((Date.now() - began) / 1_000).toFixed(1);
    console.error(`the shop for the e2e tests: ready in ${seconds} s (logs: ${stack.folders.logs})`);
  } catch (error) {
    const fix = (error as { fix?: string }).fix;
    throw new Error(`the e2e tests need a running shop: ${describe(error)}${fix ? `\n  to do: ${fix}` : ''}`);
  }
}
