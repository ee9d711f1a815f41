import { serveOrders } from '../../stack/control.ts';
import { endOnSignal } from '../../stack/end-on-signal.ts';
import type { Stack } from '../../stack/stack.ts';
import { startStack } from '../../stack/start-stack.ts';

/** A fresh shop in a folder and on ports of its own, without a rate limit; it takes orders and ends with this process. */
export async function startOwnShop(
  dir: string,
  say: (line: string) => void,
): Promise<{ stack: Stack; stop(): Promise<void> }> {
  const env = { ...process.env, RATE_LIMIT: 'off' };
  const starting = startStack({ dir, ports: 'free', fresh: true, env, say });
  endOnSignal(async () => (await starting).stop());
  const stack = await starting;
  const orders = await serveOrders(stack, () => undefined).catch(async (error: unknown) => {
    await stack.stop();
    throw error;
  });
  const stop = async () => {
    await stack.stop();
    orders.close();
  };
  return { stack, stop };
}
