import type { Random } from '../random.ts';
import type { ChaosShop } from '../shop/shop.ts';

/** What a fault may use. */
export interface Ground {
  shop: ChaosShop;
  random: Random;
  /** message_ids of what was put on the exchange to be refused. */
  poisons: string[];
}

/** Something that breaks, and is whole again when it resolves. */
export interface Fault {
  /** As `--faults` names it. */
  name: string;
  about: string;
  /** What it bends: two faults at once have nothing in common here. */
  on: readonly string[];
  /** Why it cannot be had on this machine; undefined when it can. */
  missing?: () => string | undefined;
  strike(ground: Ground): Promise<void>;
}

/** Waits until a process is ready. */
export async function ready(shop: ChaosShop, name: string): Promise<void> {
  if (!(await shop.whenReady(shop.component(name))))
    throw new Error(`${name} is not ready: ${shop.component(name).reason}`);
}
