import { eventually } from '@app/testing';
import { describe, expect, it } from '@jest/globals';
import { BatchQueue } from './batch-queue.js';

const LIMITS = { batch: 3, inFlight: 1, waiting: 5, patienceMs: 5 };
const NEVER = Number.POSITIVE_INFINITY;
const SOLD = { ok: true };

const item = (order_id: string) => ({ order_id });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose batches stay open until the test ends them. */
function openQueue(limits = LIMITS, now?: () => number) {
  const batches: { orders: string[]; timeoutMs: number; end: () => void }[] = [];
  const sell = (items: ReturnType<typeof item>[], timeoutMs: number) =>
    new Promise<(typeof SOLD)[]>((resolve) => {
      const orders = items.map(({ order_id }) => order_id);
      batches.push({ orders, timeoutMs, end: () => resolve(items.map(() => SOLD)) });
    });
  return { queue: new BatchQueue(sell, limits, now), batches };
}

describe('the queue in front of the transactions', () => {
  it('sends a lone sale at once, and what gathers meanwhile together', async () => {
    const { queue, batches } = openQueue();
    const first = queue.submit(item('a'), NEVER);
    await turn();
    expect(batches.map(({ orders }) => orders)).toEqual([['a']]);
    const rest = ['b', 'c', 'd', 'e'].map((id) => queue.submit(item(id), NEVER));
    await turn();
    expect(batches).toHaveLength(1);
    batches[0]?.end();
    await first;
    await turn();
    expect(batches[1]?.orders).toEqual(['b', 'c', 'd']);
    batches[1]?.end();
    await rest[0];
    await turn();
    expect(batches[2]?.orders).toEqual(['e']);
    batches[2]?.end();
    expect(await Promise.all(rest)).toEqual([SOLD, SOLD, SOLD, SOLD]);
  });

  it('sends a full batch, or one that has waited long enough, beside a transaction that takes long', async () => {
    const { queue, batches } = openQueue({ ...LIMITS, inFlight: 3 });
    const stuck = queue.submit(item('stuck'), NEVER);
    await turn();
    const waiting = [queue.submit(item('a'), NEVER)];
    await turn();
    expect(batches.map(({ orders }) => orders)).toEqual([['stuck']]);
    await eventually(() => batches.length === 2);
    waiting.push(...['b', 'c', 'd'].map((id) => queue.submit(item(id), NEVER)));
    await turn();
    expect(batches.map(({ orders }) => orders)).toEqual([['stuck'], ['a'], ['b', 'c', 'd']]);
    for (const { end } of batches) end();
    await Promise.all([stuck, ...waiting]);
  });

  it('refuses at once what it cannot hold', async () => {
    const { queue, batches } = openQueue();
    const running = queue.submit(item('running'), NEVER);
    await turn();
    const waiting = ['1', '2', '3', '4', '5'].map((id) => queue.submit(item(id), NEVER));
    expect(await queue.submit(item('too many'), NEVER)).toMatchObject({ ok: false, failure: 'overloaded' });
    for (let index = 0; index < 3; index++) {
      batches[index]?.end();
      await turn();
      await turn();
    }
    expect(await Promise.all([running, ...waiting])).toHaveLength(6);
  });

  it('does not try a sale whose caller is about to leave, on arrival or after waiting', async () => {
    let now = 1_000;
    const { queue, batches } = openQueue(LIMITS, () => now);
    expect(await queue.submit(item('late'), now + 49)).toMatchObject({ ok: false, failure: 'overloaded' });
    const first = queue.submit(item('first'), now + 3_000);
    await turn();
    const waited = queue.submit(item('waited'), now + 200);
    now += 160;
    batches[0]?.end();
    await first;
    expect(await waited).toMatchObject({ ok: false, failure: 'overloaded' });
    expect(batches).toHaveLength(1);
  });

  it('gives a batch the time of its most patient caller', async () => {
    const { queue, batches } = openQueue(LIMITS, () => 1_000);
    void queue.submit(item('a'), 1_100);
    void queue.submit(item('b'), 3_500);
    await turn();
    expect(batches[0]).toMatchObject({ orders: ['a', 'b'], timeoutMs: 2_500 });
  });
});
