// Real: PostgreSQL, RabbitMQ, and gateway, orders, inventory and the payment simulator as operating-system processes that die.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { tokenFor } from '../support/shop.ts';
import { kill, PRODUCTS, Rig } from './rig.ts';
import { Shopper } from './shopper.ts';

const SECONDS = Number(process.env.KILL_SECONDS ?? 6);
const SHOPPERS = 12;
const TOKENS = ['tok_ok', 'tok_ok', 'tok_ok', 'tok_declined', 'tok_lost_reply', 'tok_capture_refused'];

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start({ twins: true });
}, 300_000);

afterAll(() => rig?.close(), 60_000);

/** Buys without pause until told to stop, three orders at least. @returns the orders */
async function shop(shopper: Shopper, name: number, open: () => boolean): Promise<string[]> {
  const ids: string[] = [];
  while (open() || ids.length < 3) {
    const order_id = `LOAD-${name}-${ids.length}`;
    ids.push(order_id);
    const lines = PRODUCTS.map((product_id) => ({ product_id, quantity: 1 }));
    await shopper.place({ order_id, lines, payment_token: TOKENS[(name + ids.length) % TOKENS.length] ?? '' });
  }
  return ids;
}

const TWINS = {
  orders: 'twinOrders',
  twinOrders: 'orders',
  inventory: 'twinInventory',
  twinInventory: 'inventory',
} as const;
type Name = keyof typeof TWINS;
const IN_TURN: readonly Name[] = ['orders', 'inventory', 'twinOrders', 'twinInventory'];

/**
 * Ends one of them each second and starts it again at once. Only one whose twin runs: while nobody sells nothing can go wrong.
 * @returns how often
 */
async function killInTurn(until: number): Promise<number> {
  const dead = new Set<Name>();
  const restarts: Promise<void>[] = [];
  for (let turn = 0; Date.now() < until; turn++) {
    const next = Date.now() + 1_000;
    const first = turn % IN_TURN.length;
    const name = [...IN_TURN.slice(first), ...IN_TURN].find((one) => !dead.has(one) && !dead.has(TWINS[one]));
    if (name) {
      dead.add(name);
      await kill(rig[name]);
      restarts.push(startAgain(name).then(() => void dead.delete(name)));
    }
    await eventually(() => Date.now() >= next, { timeoutMs: 20_000 });
  }
  await Promise.all(restarts);
  return restarts.length;
}

async function startAgain(name: Name): Promise<void> {
  rig[name] = await rig[name].again();
}

it(
  `orders and inventory are killed in turn, each second for ${SECONDS} s: no order is stuck, units and money are conserved, nobody pays twice`,
  async () => {
    const until = Date.now() + SECONDS * 1_000;
    const shoppers = await Promise.all(
      Array.from({ length: SHOPPERS }, async (_, n) => {
        const authorization = `Bearer ${await tokenFor('buyer', {}, `shopper-${n}`)}`;
        return new Shopper(rig.edge, { authorization });
      }),
    );
    const shopping = shoppers.map((shopper, n) => shop(shopper, n, () => Date.now() < until));
    const kills = await killInTurn(until);
    const ids = (await Promise.all(shopping)).flat();
    const ends = ['completed', 'rejected', 'cancelled'];
    await eventually(
      async () => {
        const against = await rig.ledger.against(ids, ends);
        if (against.length > 0) throw new Error(`${against.length}: ${against.slice(0, 5).join('; ')}`);
        return true;
      },
      { timeoutMs: 75_000, everyMs: 1_000, what: 'the whole ledger in order' },
    );
    process.stderr.write(`${ids.length} orders, ${kills} kills in ${SECONDS} s\n`);
    expect(kills).toBeGreaterThan(0);
  },
  SECONDS * 1_000 + 150_000,
);
