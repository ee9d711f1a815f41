import { setInterval } from 'node:timers/promises';
import type { InventoryClient } from './inventory-client.js';

export interface ChangeOptions {
  perSecond: number;
  /** Products 1 to this are changed, but those that are left alone. */
  products: number;
  isLeftAlone(id: number): boolean;
}

const TICK_MS = 25;
/** More are not sent to a machine that cannot keep up: readers would find only a queue. */
const OPEN_AT_ONCE = 20;

/** New products, new names and prices, archiving, sales of the last units and deliveries, at a rate, until it is stopped. */
export function startChanges(client: InventoryClient, { perSecond, products, isLeftAlone }: ChangeOptions) {
  const stopping = new AbortController();
  const failures = new Set<string>();
  const open = new Set<Promise<unknown>>();
  let made = 0;
  let asked = 0;

  const anyProduct = (): number => {
    const id = 1 + Math.floor(Math.random() * products);
    return isLeftAlone(id) ? id - 1 : id;
  };
  const change = (n: number, id: number): Promise<unknown> => {
    const update = { product_id: id, if_match: ['*'], changed_by: 'spec', remove_low_stock_threshold: false };
    const unique = `${process.pid}-${n}-${Math.random()}`;
    switch (n % 6) {
      case 0:
        return client.CreateProduct({ name: `Product ${unique}`, price_cents: n % 500, currency: 'USD', stock: n % 2 });
      case 1:
        return client.UpdateProduct({ ...update, price_cents: Math.floor(Math.random() * 500) });
      case 2:
        return client.UpdateProduct({ ...update, name: `Product ${unique}` });
      case 3:
        return client.UpdateProduct({ ...update, archived: Math.random() < 0.5 });
      case 4:
        return client.DecreaseStock({ product_id: id, quantity: 2, order_id: unique });
      default:
        return client.Restock({ product_id: id, quantity: 2, restock_id: unique });
    }
  };
  const run = async () => {
    for await (const _ of setInterval(TICK_MS, undefined, { signal: stopping.signal })) {
      for (let burst = (perSecond * TICK_MS) / 1_000; burst > 0 && open.size < OPEN_AT_ONCE; burst--) {
        const call = change(asked++, anyProduct()).then(
          () => void made++,
          ({ failure }) => void failures.add(String(failure)),
        );
        open.add(call);
        void call.finally(() => open.delete(call));
      }
    }
  };
  const running = run().catch(() => {});
  return {
    /** @returns how many were made, and what went wrong beyond what may: nothing left, archived, too much for this machine */
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(open);
      const expected = [
        'insufficient-stock',
        'product-archived',
        'overloaded',
        'inventory-unavailable',
        'outcome-unknown',
      ];
      return { made, failures: [...failures].filter((failure) => !expected.includes(failure)) };
    },
  };
}
