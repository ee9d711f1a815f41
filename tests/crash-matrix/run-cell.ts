import { eventually } from '@app/testing';
import { type Cell, rowOf } from './cells.ts';
import type { EffectRow } from './effects.ts';
import { kill, PRODUCTS, type Rig } from './rig.ts';
import type { CellResult } from './table.ts';

const ORDERS = 8;
/** An append is what makes an event of an order durable. */
const APPEND = /INSERT INTO order_events/;
/** Beyond the lease of the test. */
const FROZEN_MS = 2_500;
const REACHED_WITHIN_MS = 30_000;
const IN_ORDER_WITHIN_MS = 40_000;
const WEBHOOK_DELAY_MS = 3_000;

/** One cell: orders come to the effect, something happens there, and afterwards the whole ledger has to add up. */
export async function runCell(rig: Rig, cell: Cell, number: number): Promise<CellResult> {
  const row = rowOf(cell);
  const ids = Array.from({ length: ORDERS }, (_, n) => `CELL-${number}-${n}`);
  const began = performance.now();
  const lives = new Lives(rig, row, ids);
  try {
    await lives.before();
    await reach(rig, cell, () => lives.go());
    await strike(rig, cell);
    const broken = await lives.done();
    const against = [...broken, ...(await settled(rig, row, ids))];
    return { cell, seconds: (performance.now() - began) / 1_000, against };
  } catch (error) {
    await rig.heal();
    return { cell, seconds: (performance.now() - began) / 1_000, against: [String(error)] };
  }
}

/** Waits until nothing is found against the promises. @returns what still is when the time is over */
async function settled(rig: Rig, row: EffectRow, ids: string[]): Promise<string[]> {
  const found = async () => {
    const against = await rig.ledger.against(ids, row.ends);
    if (against.length > 0) throw new Error(against.join('; '));
    return true;
  };
  return eventually(found, { timeoutMs: IN_ORDER_WITHIN_MS, everyMs: 100 }).then(
    () => [],
    (error: Error) => [error.message],
  );
}

/** Sends the orders on their way and stops the effect at the cell's moment. */
async function reach(rig: Rig, { moment, ...cell }: Cell, go: () => void): Promise<void> {
  const { asks } = rowOf({ moment, ...cell });
  const until = (what: string, held: () => number | Promise<number>) =>
    eventually(async () => (await held()) > 0, { timeoutMs: REACHED_WITHIN_MS, everyMs: 10, what });
  await rig.hold(asks, moment === 'request held' ? 'request' : 'reply');
  go();
  await until(`${cell.effect} is asked for`, () => rig.held(asks));
  if (moment === 'request held' || moment === 'reply held') return;
  rig.gate.hold(moment === 'append held' ? 'request' : 'reply', APPEND);
  await rig.release(asks, 'go');
  await until(`what came of ${cell.effect} is recorded`, () => rig.gate.held);
}

/** Lets it happen, and heals it: who died runs again, nothing is held any more. */
async function strike(rig: Rig, { mishap, ...cell }: Cell): Promise<void> {
  const { asks } = rowOf({ mishap, ...cell });
  switch (mishap) {
    case 'orders dies':
      await rig.killOrders();
      rig.gate.release('break');
      await rig.release(asks, 'go');
      return rig.restartOrders();
    case 'callee dies':
      await rig.killCallee(asks);
      rig.gate.release('go');
      return rig.restartCallee(asks);
    case 'PostgreSQL dies':
      await rig.ledger.crashPostgres();
      rig.gate.release('break');
      return rig.release(asks, 'go');
    case 'append lost':
      return rig.gate.release('break');
    case 'runner freezes':
      return freeze(rig, cell);
  }
}

/** The runner stops in the middle; another takes its orders over, and then it goes on as if nothing had been. */
async function freeze(rig: Rig, cell: Omit<Cell, 'mishap'>): Promise<void> {
  const other = await rig.second();
  try {
    rig.orders.kill('SIGSTOP');
    await rig.release(rowOf({ ...cell, mishap: 'runner freezes' }).asks, 'go');
    const until = Date.now() + FROZEN_MS;
    await eventually(() => Date.now() >= until, { timeoutMs: FROZEN_MS + 1_000 });
    rig.orders.kill('SIGCONT');
  } finally {
    await kill(other);
  }
}

/** What the people around some orders do. */
class Lives {
  private readonly rig: Rig;
  private readonly row: EffectRow;
  private readonly ids: string[];
  private running: Promise<string[]> = Promise.resolve([]);

  constructor(rig: Rig, row: EffectRow, ids: string[]) {
    this.rig = rig;
    this.row = row;
    this.ids = ids;
  }

  /** What is to be there before the effect can be reached. */
  async before(): Promise<void> {
    const { payments } = this.rig;
    await payments.bendWebhooks(this.row.next === 'cancel' ? { delay_ms: WEBHOOK_DELAY_MS } : {});
    if (this.row.next === 'late-money' || this.row.next === 'refund') {
      await Promise.all(this.ids.map((id) => this.place(id)));
    }
  }

  go(): void {
    this.running = Promise.allSettled(this.ids.map((id) => this.live(id))).then((lives) =>
      lives.flatMap((life) => (life.status === 'rejected' ? [String(life.reason)] : [])),
    );
  }

  /** @returns who got no answer */
  done(): Promise<string[]> {
    return this.running;
  }

  private async live(id: string): Promise<unknown> {
    const { shopper, payments } = this.rig;
    switch (this.row.next) {
      case undefined:
        return this.place(id);
      case 'cancel':
        await this.place(id);
        return shopper.cancel(id);
      case 'refund':
        return shopper.refund(id);
      case 'late-money':
        return payments.payLate(id, 1_000);
    }
  }

  private place(order_id: string): Promise<unknown> {
    const lines = PRODUCTS.map((product_id) => ({ product_id, quantity: 1 }));
    return this.rig.shopper.place({ order_id, lines, payment_token: this.row.token });
  }
}
