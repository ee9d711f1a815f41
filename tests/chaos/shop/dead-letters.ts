import { tokenOf } from '../workload/workload.ts';
import type { ChaosShop } from './shop.ts';

const QUEUES = ['analytics.product_sold', 'notifications.product_sold', 'analytics.orders', 'notifications.orders'];

interface Listed {
  items: { event_id?: string; message_id?: string }[];
}

/** As an operator does when the reason is gone: gives back everything that is no poison. */
export async function replayDeadLetters(shop: ChaosShop, poisons: readonly string[]): Promise<void> {
  const authorization = `Bearer ${await tokenOf('admin', 'operator')}`;
  for (const queue of QUEUES) {
    const listed = await fetch(`${shop.directUrl}/dead-letters/${queue}`, { headers: { authorization } });
    if (!listed.ok) return;
    const { items } = (await listed.json()) as Listed;
    const ids = items.flatMap(({ event_id, message_id }) => event_id ?? message_id ?? []);
    for (const id of ids.filter((one) => !poisons.includes(one)))
      await fetch(`${shop.directUrl}/dead-letters/${queue}/replay?event_id=${encodeURIComponent(id)}`, {
        method: 'POST',
        headers: { authorization },
      });
  }
}
