import { eventually } from '@app/testing';
import { kill, PRODUCTS, type Rig } from './rig.ts';
import type { Shopper } from './shopper.ts';

const TOKENS = ['tok_ok', 'tok_ok', 'tok_ok', 'tok_declined', 'tok_lost_reply', 'tok_capture_refused'];
const TWINS = {
  orders: 'twinOrders',
  twinOrders: 'orders',
  inventory: 'twinInventory',
  twinInventory: 'inventory',
} as const;
type Name = keyof typeof TWINS;
const IN_TURN: readonly Name[] = ['orders', 'inventory', 'twinOrders', 'twinInventory'];

/** Buys without pause until told to stop, three orders at least. @returns the orders */
export async function shop(shopper: Shopper, name: number, open: () => boolean): Promise<string[]> {
  const ids: string[] = [];
  while (open() || ids.length < 3) {
    const order_id = `LOAD-${name}-${ids.length}`;
    ids.push(order_id);
    const lines = PRODUCTS.map((product_id) => ({ product_id, quantity: 1 }));
    await shopper.place({ order_id, lines, payment_token: TOKENS[(name + ids.length) % TOKENS.length] ?? '' });
  }
  return ids;
}

/**
 * Ends one of them each second and starts it again at once. Only one whose twin runs: while nobody sells nothing can go wrong.
 * @returns how often
 */
export async function killInTurn(rig: Rig, until: number): Promise<number> {
  const dead = new Set<Name>();
  const restarts: Promise<void>[] = [];
  for (let turn = 0; Date.now() < until; turn++) {
    const next = Date.now() + 1_000;
    const first = turn % IN_TURN.length;
    const name = [...IN_TURN.slice(first), ...IN_TURN].find((one) => !dead.has(one) && !dead.has(TWINS[one]));
    if (name) {
      dead.add(name);
      await kill(rig[name]);
      restarts.push(startAgain(rig, name).then(() => void dead.delete(name)));
    }
    await eventually(() => Date.now() >= next, { timeoutMs: 20_000 });
  }
  await Promise.all(restarts);
  return restarts.length;
}

async function startAgain(rig: Rig, name: Name): Promise<void> {
  rig[name] = await rig[name].again();
}
