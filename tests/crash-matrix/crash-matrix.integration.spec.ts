// Real: PostgreSQL, RabbitMQ, and gateway, orders, inventory and the payment simulator as operating-system processes that die.
// One shop for all that follows: starting its processes costs more than most of what is done to them.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../chaos/random.ts';
import { tokenFor } from '../support/shop.ts';
import { allCells, nameOf, someCells } from './cells.ts';
import { killInTurn, shop } from './killed-in-turn.ts';
import { PRODUCTS, Rig } from './rig.ts';
import { runCell } from './run-cell.ts';
import { Shopper } from './shopper.ts';
import { type CellResult, lineOf, tableOf } from './table.ts';

/** `all`, a number of cells, or a part of their names. The same cells in every `npm test`: each effect once. */
const { CRASH_MATRIX = '10', CRASH_SEED = '1' } = process.env;
const KILL_SECONDS = Number(process.env.KILL_SECONDS ?? 5);
const SHOPPERS = 6;

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
}, 300_000);

afterAll(() => rig?.close(), 60_000);

function chosen() {
  const random = new Random(Number(CRASH_SEED));
  if (CRASH_MATRIX === 'all') return allCells();
  if (/^\d+$/.test(CRASH_MATRIX)) return someCells(Number(CRASH_MATRIX), () => random.next());
  return allCells().filter((cell) => nameOf(cell).includes(CRASH_MATRIX));
}

describe(`crash matrix (CRASH_SEED=${CRASH_SEED})`, () => {
  const results: CellResult[] = [];

  afterAll(() => void process.stderr.write(`\n${tableOf(results)}\n\n`));

  it.each(chosen().map((cell, number) => [nameOf(cell), cell, number] as const))(
    '%s',
    async (_name, cell, number) => {
      const result = await runCell(rig, cell, number);
      results.push(result);
      process.stderr.write(`${lineOf(result)}\n`);
      expect(result.against).toEqual([]);
    },
    120_000,
  );
});

describe('a webhook of the payment service', () => {
  const lines = PRODUCTS.map((product_id) => ({ product_id, quantity: 1 }));
  const place = (order_id: string, payment_token = 'tok_ok') => rig.shopper.place({ order_id, lines, payment_token });
  const inOrder = (order_id: string, end = 'completed') =>
    eventually(async () => expectNothing(await rig.ledger.against([order_id], [end])), { timeoutMs: 20_000 });
  const expectNothing = (against: string[]) => {
    expect(against).toEqual([]);
    return true;
  };

  it('before the answer: the order is paid once', async () => {
    await rig.payments.bendWebhooks({ all: true });
    await rig.payments.hold('authorise', 'reply');
    const placing = place('BEFORE');
    await eventually(async () => (await rig.payments.held()) > 0);
    await eventually(async () => (await rig.ledger.noticesOf('BEFORE')) > 0, { timeoutMs: 15_000 });
    await rig.payments.release('go');
    await placing;
    await inOrder('BEFORE');
  }, 60_000);

  it('twice and late: nothing happens twice', async () => {
    await rig.payments.bendWebhooks({ all: true, times: 2, delay_ms: 500 });
    await place('TWICE');
    await eventually(async () => (await rig.ledger.noticesOf('TWICE')) > 0, { timeoutMs: 15_000 });
    await inOrder('TWICE');
  }, 60_000);

  it('instead of an answer: the order goes on', async () => {
    await rig.payments.bendWebhooks({});
    await place('ONLY', 'tok_webhook_only');
    await inOrder('ONLY');
  }, 60_000);
});

describe('orders and inventory, two of each', () => {
  beforeAll(() => rig.addTwins(), 120_000);

  it(
    `are killed in turn, each second for ${KILL_SECONDS} s: no order is stuck, units and money are conserved, nobody pays twice`,
    async () => {
      const until = Date.now() + KILL_SECONDS * 1_000;
      const shoppers = await Promise.all(
        Array.from({ length: SHOPPERS }, async (_, n) => {
          const authorization = `Bearer ${await tokenFor('buyer', {}, `shopper-${n}`)}`;
          return new Shopper(rig.edge, { authorization });
        }),
      );
      const shopping = shoppers.map((shopper, n) => shop(shopper, n, () => Date.now() < until));
      const kills = await killInTurn(rig, until);
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
      process.stderr.write(`${ids.length} orders, ${kills} kills in ${KILL_SECONDS} s\n`);
      expect(kills).toBeGreaterThan(0);
    },
    KILL_SECONDS * 1_000 + 150_000,
  );
});
